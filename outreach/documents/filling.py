"""Putting values into a template: plain text in the place of ``{{ name }}``, one row per entry of a list.

There is nothing to run in a template: a place is looked up by name and what stands there is only ever text.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from docx.document import Document as Docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from outreach.common.text import clean_text
from outreach.documents import words
from outreach.documents.words import PLACE, Part


def fill(template: bytes, values: Mapping[str, Any], *, title: str) -> bytes:
    """The document as a Word file; a place without a value becomes empty. Nothing tells who made it."""
    docx = words.read(template)
    for part in words.parts(docx):
        _fill_part(part, values)
    _forget_author(docx, title)
    return words.written(docx)


def _fill_part(part: Part, values: Mapping[str, Any]) -> None:
    for block in list(part.blocks()):
        if isinstance(block, Table):
            _fill_table(part, block, values)
        else:
            _fill_block(block, values)


def _fill_table(part: Part, table: Table, values: Mapping[str, Any]) -> None:
    for row in list(table.rows):
        name = _list_of(row.cells)
        if name is None:
            for cell in row.cells:
                _fill_part(Part(part.where, cell), values)
            continue
        for entry in values.get(name) or []:
            copy = deepcopy(row._tr)
            row._tr.addprevious(copy)
            known = {**values, **{f"{name}.{column}": text for column, text in entry.items()}}
            for cell in next(one for one in table.rows if one._tr is copy).cells:
                _fill_part(Part(part.where, cell), known)
        table._tbl.remove(row._tr)


def _list_of(cells: Any) -> str | None:
    """The list whose columns stand in this row."""
    found = [place for cell in cells for one in cell.paragraphs for place in PLACE.findall(words.text_of(one))]
    return next((place.partition(".")[0] for place in found if "." in place), None)


def _fill_block(paragraph: Paragraph, values: Mapping[str, Any]) -> None:
    """A value that stands alone in a paragraph makes one for each of its lines, and none at all when it is empty."""
    alone = PLACE.fullmatch(words.text_of(paragraph).strip())
    if alone is None or words.is_in_table(paragraph):
        return _fill_paragraph(paragraph, values)
    for line in filter(None, _text(values, alone[1]).split("\n")):
        copy = deepcopy(paragraph._p)
        paragraph._p.addprevious(copy)
        _fill_paragraph(Paragraph(copy, paragraph._parent), {alone[1]: line})
    paragraph._p.getparent().remove(paragraph._p)
    return None


def _fill_paragraph(paragraph: Paragraph, values: Mapping[str, Any]) -> None:
    """A place may be spread over several runs, each with its own look: the value takes the look of the first."""
    runs = words.runs(paragraph)
    whole = "".join(run.text for run in runs)
    for match in reversed(list(PLACE.finditer(whole))):
        value, end = _text(values, match[1]), 0
        starts = []
        for run in runs:
            starts.append(end)
            end += len(run.text)
        for run, start in zip(runs, starts, strict=True):
            first, last = max(match.start(), start), min(match.end(), start + len(run.text))
            if first < last:
                said = value if first == match.start() else ""
                run.text = run.text[: first - start] + said + run.text[last - start :]


def _text(values: Mapping[str, Any], name: str) -> str:
    return clean_text(str(values.get(name, "") or "")).strip("\n")


def _forget_author(docx: Docx, title: str) -> None:
    core = docx.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = core.subject = ""
    core.title, core.revision = title, 1
