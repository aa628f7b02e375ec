"""What happens to a clock while it runs: it is paused, or somebody gives it more days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.utils.translation import gettext

from outreach.calendars.lights import DayKind, length_in_words
from outreach.calendars.workdays import WorkCalendar


def moved(day: date, count: int, kind: str, calendar: WorkCalendar) -> date:
    """``day`` and ``count`` days of a kind later."""
    return calendar.add_workdays(day, count) if kind == DayKind.WORKDAY else day + timedelta(days=count)


@dataclass(frozen=True)
class Pause:
    """Time that does not count: the days after ``since`` up to and including ``until`` (None: still paused)."""

    since: date
    until: date | None = None

    def lost(self, kind: str, calendar: WorkCalendar) -> int:
        """How many days of a kind it took out."""
        until = self.until or self.since
        return calendar.workdays_between(self.since, until) if kind == DayKind.WORKDAY else (until - self.since).days

    def in_words(self, kind: str, calendar: WorkCalendar) -> str:
        if self.until is None:
            return gettext("%(since)s 起暂停，恢复后顺延") % {"since": self.since}
        return gettext("%(since)s 至 %(until)s，不计 %(length)s") % {
            "since": self.since,
            "until": self.until,
            "length": length_in_words(self.lost(kind, calendar), kind),
        }

    def to_json(self) -> list[Any]:
        return [str(self.since), str(self.until) if self.until else None]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Self:
        since, until = stored
        return cls(date.fromisoformat(since), date.fromisoformat(until) if until else None)


@dataclass(frozen=True)
class Extended:
    """More days, of the clock's own kind: who approved them when, and when the person concerned was told why."""

    days: int
    by: str
    on: date
    told_on: date | None = None

    def in_words(self, kind: str) -> str:
        words = gettext("%(length)s，%(who)s %(day)s 批准") % {
            "length": length_in_words(self.days, kind),
            "who": self.by,
            "day": self.on,
        }
        return words + (gettext("，%(day)s 已告知") % {"day": self.told_on} if self.told_on else "")

    def to_json(self) -> list[Any]:
        return [self.days, self.by, str(self.on), str(self.told_on) if self.told_on else None]

    @classmethod
    def from_json(cls, stored: list[Any]) -> Self:
        days, by, on, told_on = stored
        return cls(days, by, date.fromisoformat(on), date.fromisoformat(told_on) if told_on else None)
