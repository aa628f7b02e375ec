"""Counting workdays. The first day does not count (Civil Code, Art. 201)."""

from collections.abc import Mapping
from datetime import date, timedelta

from outreach.calendars.models import CalendarDay, CalendarRevision

_DAY = timedelta(days=1)


class WorkCalendar:
    """The workdays of the enterprise: a weekday rule and its exceptions. Pure; ask ``current`` for today's."""

    def __init__(self, exceptions: Mapping[date, bool], published_years: frozenset[int], revision: int = 0) -> None:
        """``exceptions`` maps a day to whether it is worked."""
        self._exceptions = exceptions
        self._published_years = published_years
        self.revision = revision

    @classmethod
    def current(cls) -> "WorkCalendar":
        """The calendar as the tables hold it now: one query, two after somebody changed a day."""
        global _held  # noqa: PLW0603 - one copy per process, checked against the revision at every call
        revision = CalendarRevision.objects.values_list("number", flat=True).first() or 0
        if _held is None or _held.revision != revision:
            rows = list(CalendarDay.objects.values_list("date", "is_workday", "is_published"))
            years = frozenset(day.year for day, _worked, published in rows if published)
            _held = cls({day: worked for day, worked, _published in rows}, years, revision)
        return _held

    def is_workday(self, day: date) -> bool:
        return self._exceptions.get(day, day.weekday() < 5)

    def is_estimated(self, day: date) -> bool:
        """Whether the day lies in a year whose holidays are not published yet."""
        return day.year not in self._published_years

    def add_workdays(self, start: date, days: int) -> date:
        """The day on which ``days`` workdays have passed; counts back when negative, ``start`` itself for 0."""
        step = _DAY if days > 0 else -_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def next_workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += _DAY
        return day


_held: WorkCalendar | None = None
