"""A register of another system, made up, with as many things wrong with it as one likes."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from outreach.common import clock
from petitions.register.columns import COLUMNS

KEYS = [column.key for column in COLUMNS]
HEADINGS = [str(column.label) for column in COLUMNS]
ID_NUMBER = "11010519491231002X"
#: Stands in a cell until the file is written; openpyxl would refuse the sign itself.
_NUL = "_x0000_"
_MERGED_FROM = "merge me"


def a_line(number: int, /, **changes: Any) -> dict[str, Any]:
    """One good line, every third a case that is over."""
    is_over = number % 3 == 0
    line = {
        "number": f"东港信〔2024〕{number}号",
        "title": f"第 {number} 件：夜班补贴少算",
        "kind": ("申诉求决", "建议意见")[number % 2],
        "arrival": ("来信", "来访", "来电", "领导接访", "上级转送", "网上")[number % 6],
        "received_on": datetime.combine(date(2024, 1, 1) + timedelta(days=number % 700), datetime.min.time()),
        "name": f"职工{number}",
        "id_number": ID_NUMBER,
        "phone": f"138{number:08d}",
        "address": "港前路 6 号",
        "people_count": 1 + number % 4,
        "where": "固机车间",
        "facts": f"经过 {number}：9 月上了 11 个夜班，工资条只算了 8 个。",
        "request": "补发差额",
        "registering_unit": "装卸一公司",
        "status": "已办结" if is_over else "在办",
        "opinion": "已补发" if is_over else "",
        "rating": "满意" if is_over else "",
    }
    return {**line, **changes}


#: Kind of error → the columns it changes → what stands there, and the one column that is to be named.
PLANTED: dict[str, tuple[str, Callable[[int], dict[str, Any]]]] = {
    "unknown unit": ("where", lambda _n: {"where": "火星分公司"}),
    "no unit": ("where", lambda _n: {"where": None}),
    "date in 1900": ("received_on", lambda _n: {"received_on": datetime(1900, 3, 1)}),  # noqa: DTZ001 - of Excel
    "date in the future": ("received_on", lambda _n: {"received_on": f"{clock.today() + timedelta(days=3)}"}),
    "unreadable date": ("received_on", lambda _n: {"received_on": "去年夏天"}),
    "no date": ("received_on", lambda _n: {"received_on": None}),
    "wrong check digit": ("id_number", lambda _n: {"id_number": "110105194912310021"}),
    "short identity number": ("id_number", lambda _n: {"id_number": "11010519491231"}),
    "identity number as a number": ("id_number", lambda _n: {"id_number": 110105194912310000}),
    "odd phone": ("phone", lambda _n: {"phone": "没留"}),
    "title too long": ("title", lambda _n: {"title": "长" * 81}),
    "facts too long": ("facts", lambda n: {"facts": f"{n}" + "长" * 5000}),
    "no title": ("title", lambda _n: {"title": "  "}),
    "formula": ("request", lambda _n: {"request": "=HYPERLINK(1)"}),
    "error value": ("opinion", lambda _n: {"opinion": "#REF!"}),
    "control character": ("facts", lambda n: {"facts": f"经过 {n}{_NUL}有控制符"}),
    "merged": ("address", lambda _n: {"address": _MERGED_FROM}),
    "unknown kind": ("kind", lambda _n: {"kind": "其他"}),
    "unknown form": ("arrival", lambda _n: {"arrival": "飞鸽"}),
    "no whole number of people": ("people_count", lambda _n: {"people_count": 2.5}),
    "nobody": ("people_count", lambda _n: {"people_count": 0}),
    "unknown state": ("status", lambda _n: {"status": "薛定谔"}),
    "odd rating": ("rating", lambda _n: {"rating": "五星"}),
    "due before it came": ("due_on", lambda _n: {"due_on": "2019-01-01"}),
    "unknown handling unit": ("handling_unit", lambda _n: {"handling_unit": "撤销了的科"}),
    "own number": ("number", lambda n: {"number": f"XFJ-2024-{n:06d}"}),
    "the same number": ("number", lambda _n: {"number": "东港信〔2024〕1号"}),
}
#: These are told and taken over as they stand.
FLAGGED = {
    *("date in 1900", "wrong check digit", "short identity number", "identity number as a number", "odd phone"),
    *("control character", "odd rating", "due before it came", "unknown handling unit"),
}


def register(rows: int, errors: int) -> tuple[bytes, dict[tuple[int, str], str]]:
    """A workbook of ``rows`` lines with ``errors`` planted in lines of their own; row and column → kind of error."""
    names, every = list(PLANTED), max(2, rows // max(errors, 1))
    lines: list[dict[str, Any]] = []
    planted: dict[tuple[int, str], str] = {}
    for n in range(1, rows + 1):
        line = a_line(n)
        if n % every == 0 and len(planted) < errors:
            name = names[len(planted) % len(names)]
            key, change = PLANTED[name]
            line |= change(n)
            planted[n + 1, key] = name
        lines.append(line)
    return workbook(lines), planted


def workbook(lines: list[dict[str, Any]], headings: list[str] | None = None) -> bytes:
    """The file as Excel would save it."""
    book, content = Workbook(write_only=False), BytesIO()
    sheet: Any = book.active
    sheet.append(headings or HEADINGS)
    for line in lines:
        sheet.append([line.get(key) for key in KEYS])
        if line.get("address") == _MERGED_FROM:
            place = f"I{sheet.max_row}"
            sheet[place] = None
            sheet.merge_cells(f"{place}:{place}")
        if line.get("opinion") == "#REF!":
            sheet.cell(sheet.max_row, KEYS.index("opinion") + 1).data_type = "e"
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, pattern: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with the parts whose names match put through ``change``."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if re.search(pattern, name) else part)
    return made.getvalue()
