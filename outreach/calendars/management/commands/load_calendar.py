"""Load the workdays of a year."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.calendars.csvfiles import BadFileError, read_file
from outreach.calendars.published import FIRST_YEAR, LAST_YEAR, published_days
from outreach.calendars.signals import Moved
from outreach.calendars.workflow import load_year, publish_days


class Command(BaseCommand):
    help = gettext_lazy("载入一年的放假与调休安排：年份（如 2026），或 CSV 文件（列为 date,is_workday,name）。")  # type: ignore[assignment]  # argparse prints it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="YEAR|FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        what = str(options["what"])
        self._tell(
            self._load_year(int(what)) if re.fullmatch(r"\d{4}", what, re.ASCII) else self._load_file(Path(what))
        )

    def _load_year(self, year: int) -> list[Moved]:
        try:
            days = published_days(year)
        except LookupError as error:
            words = _("%(year)d 年不在已装的 chinesecalendar 里（它有 %(first)d–%(last)d 年）。请用 CSV 文件载入。")
            raise CommandError(words % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}) from error
        moved = load_year(year, days)
        self.stdout.write(_("%(year)d 年：载入 %(count)d 天。") % {"year": year, "count": len(days)})
        return moved

    def _load_file(self, path: Path) -> list[Moved]:
        try:
            days = read_file(path)
        except BadFileError as error:
            raise CommandError(_("没有载入任何一天。\n%s") % error) from error
        moved = publish_days(days)
        years = "、".join(str(year) for year in sorted({day.date.year for day in days}))
        self.stdout.write(_("%(year)s 年：载入 %(count)d 天。") % {"year": years, "count": len(days)})
        return moved

    def _tell(self, moved: list[Moved]) -> None:
        self.stdout.write(_("%d 个期限随之调整。") % len(moved))
        for one in moved:
            self.stdout.write(f"{one.label}  {one.old_due_on} → {one.new_due_on}  {one.url}")
