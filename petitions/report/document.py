"""The monthly report as a Word document, laid out as official documents are."""

from django.utils.translation import gettext as _

from outreach.documents.paper import Block, Heading, sheet
from petitions.report.content import Report, Table


def document(report: Report) -> bytes:
    """A heading and a table for each part; typical matters are told as text."""
    blocks: list[Block] = [report.about]
    for table in report.tables:
        blocks += [Heading(table.title), *_blocks(table, is_told=table is report.typical)]
    return sheet(report.title, blocks)


def _blocks(table: Table, *, is_told: bool) -> list[Block]:
    if not table.lines:
        return [_("没有。")]
    if is_told:
        return [text for _topic, question, answer in table.lines for text in (question, answer)]
    return [[list(table.heads), *(list(line) for line in table.lines)]]
