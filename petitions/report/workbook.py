"""The monthly report as a workbook: a sheet for each table, ready to print on A4."""

from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from outreach.documents.paper import FANG
from petitions.report.content import Report, Table

_A4 = 9
_WIDEST, _NARROWEST = 60, 10
#: A Chinese sign is two digits wide.
_SIGN = 2.2


def workbook(report: Report) -> IO[bytes]:
    """Every cell is text, so that "=1+1" runs nowhere."""
    file = TemporaryFile()  # noqa: SIM115 - closed by the response that streams it
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_name": FANG}),
            "about": book.add_format({"font_color": "#595959", "font_name": FANG}),
            "head": book.add_format({"bold": True, "border": 1, "font_name": FANG, "bg_color": "#F2F2F2"}),
            "cell": book.add_format({"border": 1, "font_name": FANG, "text_wrap": True, "valign": "top"}),
        }
        for table in report.tables:
            _write(book.add_worksheet(table.title), report, table, looks)
    file.seek(0)
    return file


def _write(sheet: Any, report: Report, table: Table, looks: dict[str, Any]) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer("&C&P / &N")
    sheet.write_string(0, 0, f"{report.title} {table.title}", looks["title"])
    sheet.write_string(1, 0, report.about, looks["about"])
    for place, head in enumerate(table.heads):
        longest = max([len(head), *(len(line[place]) for line in table.lines)])
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, _SIGN * longest)))
        sheet.write_string(3, place, head, looks["head"])
    for number, line in enumerate(table.lines, 4):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, looks["cell"])
    if not table.lines:
        sheet.write_string(4, 0, _("没有"), looks["cell"])
    sheet.freeze_panes(4, 1)
