"""Registers as workbooks: the template, the sheet with what was found in it, and the export; written row by row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from petitions.register.columns import COLUMNS, REMARKS
from petitions.states import Arrival, Kind

_TEMPLATE_ROWS = 1000
_REMARK_WIDTH = 60


@dataclass
class Sheet:
    """A sheet being written; every cell is text, so that "=1+1" runs nowhere."""

    sheet: Any
    marked: Any
    line: int = field(default=1)

    def write(self, cells: Sequence[str], remarks: str = "") -> None:
        """One more line, with what was found in it after the last column."""
        for place, text in enumerate(cells):
            if text:
                self.sheet.write_string(self.line, place, text)
        if remarks:
            self.sheet.write_string(self.line, len(COLUMNS), remarks, self.marked)
        self.line += 1


@contextmanager
def register_sheet(file: IO[bytes], *, has_remarks: bool = False) -> Iterator[Sheet]:
    """A workbook with the headings of a register, written to ``file`` when the block ends."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_("信访登记"))
        bold = book.add_format({"bold": True, "bottom": 1})
        marked = book.add_format({"font_color": "#B3261E", "text_wrap": True})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, str(column.label), bold)
        if has_remarks:
            sheet.set_column(len(COLUMNS), len(COLUMNS), _REMARK_WIDTH)
            sheet.write_string(0, len(COLUMNS), str(REMARKS), bold)
        sheet.freeze_panes(1, 2)
        yield Sheet(sheet, marked)
    file.seek(0)


def template() -> IO[bytes]:
    """An empty register: text columns, lists to choose from, and a second sheet that says what goes where."""
    file = TemporaryFile()  # noqa: SIM115 - closed by the response that streams it
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet(_("信访登记"))
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, str(column.label), bold)
            if choices := _choices(column.key):
                sheet.data_validation(1, place, _TEMPLATE_ROWS, place, {"validate": "list", "source": choices})
        sheet.freeze_panes(1, 2)
        _explain(book, bold)
    file.seek(0)
    return file


def _choices(key: str) -> list[str]:
    words: dict[str, Sequence[object]] = {
        "kind": Kind.labels,
        "arrival": Arrival.labels,
        "status": [_("在办"), _("已办结")],
    }
    return [str(word) for word in words.get(key, [])]


def _explain(book: Any, bold: Any) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for line, (label, words) in enumerate(_explained()):
        sheet.write_string(line, 0, label, bold if line == 0 else None)
        sheet.write_string(line, 1, words, bold if line == 0 else None)


def _explained() -> Iterable[tuple[str, str]]:
    yield _("列"), _("怎么填")
    told = {
        "number": _("原登记册的编号。同一份再传一遍，不会重复登记。"),
        "kind": _("申诉求决、建议意见、检举控告。检举控告导入后只有纪检能看。"),
        "arrival": _("网上、来信、来访、来电、领导接访、上级转送。"),
        "received_on": _("写成 2026-03-05。期限从这一天算起。"),
        "id_number": _("设成文本格式再填，否则末几位会变成 0。加密存放。"),
        "people_count": _("整数，空着就是 1。"),
        "where": _("本系统里的单位名称；同名的写“上级单位/单位”；具体地点写在逗号后面。"),
        "status": _("已经了结的写“已办结”，直接归档；其他写“在办”，由信访专员接着办。"),
    }
    for column in COLUMNS:
        needed = _("必填。") if column.is_needed else ""
        longest = _("最多 %(most)d 个字。") % {"most": column.longest}
        yield str(column.label), f"{needed}{told.get(column.key, '')}{longest}"
