"""Load the workdays of a year."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.calendars.published import Day, published_days
from outreach.calendars.signals import Moved
from outreach.calendars.workflow import load_year

_YES, _NO = {"1", "true", "yes", "是"}, {"0", "false", "no", "否"}


class Command(BaseCommand):
    help = "Load a published year (load_calendar 2026) or a CSV file with the columns date,is_workday,name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", help="a year, or the path of a CSV file (UTF-8)")

    def handle(self, *_args: Any, **options: Any) -> None:
        what = str(options["what"])
        days = self._of_year(int(what)) if what.isdigit() else read_file(Path(what))
        moved: list[Moved] = []
        for year in sorted({day.date.year for day in days}):
            moved += load_year(year, [day for day in days if day.date.year == year])
        self.stdout.write(f"{len(days)} days loaded, {len(moved)} deadlines moved")
        for one in moved:
            self.stdout.write(f"{one.label}: {one.old_due_on} -> {one.new_due_on}")

    def _of_year(self, year: int) -> list[Day]:
        try:
            return published_days(year)
        except LookupError as error:
            raise CommandError(f"{year} is not published in this version; load it from a CSV file") from error


def read_file(path: Path) -> list[Day]:
    """The days of a CSV file; raises ``CommandError`` naming every bad line, so that all or nothing is loaded."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} can't be read as UTF-8 text: {error}") from error
    days, wrong = [], []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            days.append(_read_row(row, path.name))
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
    repeated = {day.date for day in days if sum(other.date == day.date for other in days) > 1}
    wrong += [f"{day} is listed twice" for day in sorted(repeated)]
    if wrong or not days:
        raise CommandError("nothing loaded: " + "; ".join(wrong or ["the file holds no days"]))
    return days


def _read_row(row: dict[str, str | None], source: str) -> Day:
    worked = (row.get("is_workday") or "").strip().lower()
    if worked not in _YES | _NO:
        raise ValueError(f"is_workday is {worked!r}, expected 1 or 0")
    day = date.fromisoformat((row.get("date") or "").strip())
    return Day(day, worked in _YES, (row.get("name") or "").strip()[:40], source[:80], True)
