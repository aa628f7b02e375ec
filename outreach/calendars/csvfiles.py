"""A year's arrangement as a CSV file: ``date,is_workday,name``, UTF-8 with or without a mark at its start."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from outreach.calendars.published import Day
from outreach.common.text import clean_text

COLUMNS = ["date", "is_workday", "name"]
_YES, _NO = {"1", "true", "yes", "是"}, {"0", "false", "no", "否"}
_YEARS = range(2000, 2101)
_LONGEST_NAME, _LONGEST_SOURCE = 40, 80


class BadFileError(Exception):
    """The file can't be loaded; ``problems`` names every bad row by its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_file(path: Path) -> list[Day]:
    """The days of a file, all published; raises ``BadFileError`` when any row is bad."""
    try:
        reader = csv.reader(path.read_text(encoding="utf-8-sig").split("\n"), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFileError([_("读不了 %(path)s：%(error)s") % {"path": path, "error": error}]) from error
    if rows[0][1] != COLUMNS:
        raise BadFileError([_("第 1 行应当是 %s") % ",".join(COLUMNS)])
    days, problems = [], []
    for line, row in rows[1:]:
        try:
            days += [_read_row(row, path.name)] if any(row) else []
        except ValueError as error:
            problems.append(_("第 %(line)d 行：%(error)s") % {"line": line, "error": error})
    counted = Counter(day.date for day in days)
    problems += [_("%s 出现了不止一次") % day for day, times in counted.items() if times > 1]
    if not days and not problems:
        problems = [_("文件里没有日期")]
    if problems:
        raise BadFileError(problems)
    return days


def _read_row(row: list[str], source: str) -> Day:
    """One row; raises ``ValueError`` that says what is wrong."""
    if len(row) != len(COLUMNS):
        raise ValueError(_("应当有 3 列，实际 %d 列") % len(row))
    day, worked, name = row[0], row[1].lower(), clean_text(row[2])
    if worked not in _YES | _NO:
        raise ValueError(_("is_workday 应当是 1 或 0，实际是“%s”") % worked)
    if len(name) > _LONGEST_NAME:
        raise ValueError(_("名称超过 %d 个字") % _LONGEST_NAME)
    return Day(_read_day(day), worked in _YES, name, source[:_LONGEST_SOURCE], True)


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("日期应当像 2027-02-06，实际是“%s”") % text) from None
    if day.year not in _YEARS:
        raise ValueError(_("年份应当在 2000 到 2100 之间，实际是 %d") % day.year)
    return day
