"""Reading a register row by row, however large it is, and noticing cells that are not what they seem."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from outreach.common.text import clean_text
from petitions.register.columns import BY_KEY, COLUMNS, headings, plain

MOST_ROWS = 20_000
#: A title or two may stand above the headings.
_HEADING_ROWS = 5
_MOST_COLUMNS = 60
#: How Excel writes a sign that XML cannot hold (ECMA-376, 22.4.2.4).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FORMULA = gettext_lazy("是公式，请粘贴成数值。")
ERROR = gettext_lazy("是错误值（如 #REF!），请改成文字。")
MERGED = gettext_lazy("和别的行合并成了一格，请取消合并，每行都填上。")
HIDDEN = gettext_lazy("有看不见的控制字符，已去掉。")


class UnreadableError(Exception):
    """The workbook as a whole can't be taken; the words say why and what to do."""


@dataclass
class Row:
    """One line of the register: text or dates by the keys of the columns; ``odd`` and ``cleaned`` name cells.

    ``odd`` cells hold something else than what can be taken, with the words for it; ``cleaned`` ones were put right.
    """

    number: int
    cells: dict[str, Any]
    odd: dict[str, Promise] = field(default_factory=dict)
    cleaned: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """A cell as text; empty where there is none."""
        value = self.cells.get(key)
        if isinstance(value, (datetime, date)):
            return f"{value:%Y-%m-%d}"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def all_text(self) -> dict[str, str]:
        return {column.key: self.text(column.key) for column in COLUMNS}


def rows_of(file: BinaryIO) -> Iterator[Row]:
    """The lines under the headings, empty ones left out; ``UnreadableError`` where there is no register in it."""
    try:
        yield from _rows(file)
    except UnreadableError:
        raise
    except Exception as error:  # a broken workbook fails in many ways, none of which is ours
        raise UnreadableError(_("这个文件读不出来，可能已损坏。请用 Excel 打开，另存为 xlsx 再传。")) from error


def _rows(file: BinaryIO) -> Iterator[Row]:
    with closing(load_workbook(file, read_only=True, data_only=False)) as book:
        yield from _lines(file, book.worksheets[0])


def _lines(file: BinaryIO, sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # a file may claim fewer rows than it has
    merged = _merged(file, sheet._worksheet_path)  # noqa: SLF001 - openpyxl says it nowhere else
    keys: dict[int, str] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if not keys:
            keys = _headings(cells)
            if not keys and number >= _HEADING_ROWS:
                raise UnreadableError(_("前 5 行里没有找到表头。请下载模板，按模板的列填。"))
            continue
        if number > MOST_ROWS + _HEADING_ROWS:
            raise UnreadableError(_("一次最多导入 %(most)d 行，请分成几份。") % {"most": MOST_ROWS})
        row = _row(number, cells, keys, merged)
        if any(row.cells.values()) or row.odd:
            yield row
    if not keys:
        raise UnreadableError(_("前 5 行里没有找到表头。请下载模板，按模板的列填。"))


def _headings(cells: tuple[Any, ...]) -> dict[int, str]:
    """Which column stands where; empty when this line does not name them."""
    known = headings()
    keys = {place: known[name] for place, cell in enumerate(cells) if (name := plain(cell.value or "")) in known}
    if "title" not in keys.values() or "facts" not in keys.values():
        return {}
    if twice := {key for key in keys.values() if list(keys.values()).count(key) > 1}:
        raise UnreadableError(_("表头“%(name)s”出现了两次。") % {"name": BY_KEY[twice.pop()].label})
    missing = [str(column.label) for column in COLUMNS if column.is_needed and column.key not in keys.values()]
    if missing:
        raise UnreadableError(_("缺少这些列：%(names)s。请按模板补上。") % {"names": "、".join(missing)})
    return keys


def _row(number: int, cells: tuple[Any, ...], keys: dict[int, str], merged: set[tuple[int, int]]) -> Row:
    row = Row(number, {})
    for place, key in keys.items():
        cell = cells[place] if place < len(cells) else None
        value = cell.value if cell is not None else None
        if (number, place + 1) in merged:
            row.odd[key] = MERGED
        elif cell is not None and cell.data_type in {"f", "e"}:
            row.odd[key], value = (FORMULA if cell.data_type == "f" else ERROR), None
        if isinstance(value, str):
            plain_text = clean_text(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)).strip()
            if len(plain_text) < len(value.strip().replace("\r\n", "\n")):
                row.cleaned.add(key)
            value = plain_text
        row.cells[key] = value
    return row


def _merged(file: BinaryIO, path: str) -> set[tuple[int, int]]:
    """Row and column of each cell of merged ranges but the headings' own; they stand after the rows in the file."""
    found: set[tuple[int, int]] = set()
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as sheet:
        for _event, element in ET.iterparse(sheet):  # noqa: S314 - checked for declarations as it was taken in
            if element.tag.endswith("}mergeCell"):
                left, top, right, bottom = (int(place or 0) for place in range_boundaries(element.get("ref", "A1")))
                right, bottom = min(right, _MOST_COLUMNS), min(bottom, MOST_ROWS + _HEADING_ROWS)
                found |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            if element.tag.endswith(("}row", "}mergeCell")):
                element.clear()
    return found
