"""Lists taken out as Excel: one sheet with a heading, a row for each thing, and text that stays text."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def one_sheet(
    name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Iterable[str]], *, frozen: int = 0
) -> IO[bytes]:
    """Written row by row, so that memory stays flat; "=1+1" runs nowhere.

    ``columns`` are titles and widths in signs; ``frozen`` columns stay in sight beside the heading. The file is at
    its beginning, and is closed by the response that streams it.
    """
    file = TemporaryFile()  # noqa: SIM115 - closed by the response that streams it
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, frozen)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, value)
    file.seek(0)
    return file
