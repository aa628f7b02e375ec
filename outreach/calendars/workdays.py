"""Counting workdays: holidays and make-up working weekends included, without walking through the days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from asgiref.local import Local

from outreach.calendars.models import CalendarDay

_DAY = timedelta(days=1)
_EVERY_DAY = range(date.max.toordinal() + 1)


class WorkCalendar:
    """Which days are worked. A value: built once from the exceptions, never changed."""

    def __init__(self, exceptions: Mapping[date, bool], published_years: Iterable[int]) -> None:
        """``exceptions`` says of some days whether they are worked; all others go by their weekday."""
        self._exceptions = dict(exceptions)
        self._published = frozenset(published_years)
        days = sorted(self._exceptions)
        shifts = (int(self._exceptions[day]) - int(day.weekday() < 5) for day in days)
        self._ordinals = [day.toordinal() for day in days]
        self._shift_before = list(accumulate(shifts, initial=0))

    @classmethod
    def current(cls) -> "WorkCalendar":
        """The calendar as the database has it now: one small query, and one per request at most."""
        return current()

    def is_workday(self, day: date) -> bool:
        return self._exceptions.get(day, day.weekday() < 5)

    def add_workdays(self, start: date, count: int) -> date:
        """The day ``count`` workdays after ``start`` (before it, when negative); ``start`` itself does not count.

        Zero gives ``start``. Raises ``OverflowError`` beyond the year 9999.
        """
        if count == 0:
            return start
        if count > 0:
            return self._reaching(self._worked_through(start) + count)
        return self._reaching(self._worked_through(start - _DAY) + count + 1)

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays after ``start`` up to and including ``end``; negative when ``end`` comes first."""
        return self._worked_through(end) - self._worked_through(start)

    def next_workday_on_or_after(self, day: date) -> date:
        return self._reaching(self._worked_through(day - _DAY) + 1)

    def first_day_with_workdays_left(self, count: int, end: date) -> date:
        """The first day on which at most ``count`` workdays are left until ``end``."""
        return self._reaching(self._worked_through(end) - count)

    def is_published(self, year: int) -> bool:
        return year in self._published

    def is_estimated(self, day: date, since: date | None = None) -> bool:
        """Whether counting up to ``day`` (from ``since``) used a year whose arrangement is not published."""
        first = min(since or day, day).year
        return any(year not in self._published for year in range(first, day.year + 1))

    def _worked_through(self, day: date) -> int:
        """Workdays from 0001-01-01, a Monday, through ``day``."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._shift_before[bisect_right(self._ordinals, ordinal)]

    def _reaching(self, worked: int) -> date:
        """The first day through which ``worked`` workdays have passed."""
        ordinal = bisect_left(_EVERY_DAY, worked, lo=1, key=lambda one: self._worked_through(date.fromordinal(one)))
        if ordinal == len(_EVERY_DAY):
            raise OverflowError("the calendar ends with the year 9999")
        return date.fromordinal(ordinal)


# --- the calendar in force ---------------------------------------------------------------

# One statement answers both "is mine the newest?" (then no row comes) and "what is in it?".
_NEWER = """
SELECT d.id, d.date, d.is_workday, d.is_published, r.number
FROM calendars_calendarrevision r LEFT JOIN calendars_calendarday d ON 1 = 1
WHERE r.number <> %s
"""
_held: tuple[int, WorkCalendar] = (-1, WorkCalendar({}, ()))
_request = Local()


def current() -> WorkCalendar:
    """See ``WorkCalendar.current``."""
    return _in_force()[1]


def edition() -> int:
    """The number that changes with every change of the calendar or of a length; asked together with the calendar."""
    return _in_force()[0]


def _in_force() -> tuple[int, WorkCalendar]:
    global _held  # noqa: PLW0603 - one edition per process, replaced whole; every use compares its number first
    known: tuple[int, WorkCalendar] | None = getattr(_request, "known", None)
    if known is not None:
        return known
    known = _held
    newer: list[Any] = list(CalendarDay.objects.raw(_NEWER, [known[0]]))
    if newer:
        _held = known = (newer[0].number, _built(day for day in newer if day.date is not None))
    if getattr(_request, "is_open", False):
        _request.known = known
    return known


def _built(days: Iterable[CalendarDay]) -> WorkCalendar:
    known = list(days)
    estimated = {day.date.year for day in known if not day.is_published}
    return WorkCalendar({day.date: day.is_workday for day in known}, {day.date.year for day in known} - estimated)


def open_request(**_kwargs: Any) -> None:
    """From here on one look at the table is enough, until the request ends."""
    _request.is_open, _request.known = True, None


def close_request(**_kwargs: Any) -> None:
    _request.is_open, _request.known = False, None


def forget() -> None:
    """Look again at the next use, even within this request."""
    _request.known = None


def is_workday(day: date) -> bool:
    return current().is_workday(day)


def add_workdays(start: date, count: int) -> date:
    """5 workdays from 2026-09-19 = 2026-09-24; see ``WorkCalendar.add_workdays``."""
    return current().add_workdays(start, count)


def workdays_between(start: date, end: date) -> int:
    return current().workdays_between(start, end)


def next_workday_on_or_after(day: date) -> date:
    return current().next_workday_on_or_after(day)


def is_estimated(day: date) -> bool:
    return current().is_estimated(day)


def unpublished_next_year(today: date, calendar: WorkCalendar | None = None) -> int | None:
    """The year somebody should load by now: this one, or from 1 November the next; None when all is well."""
    calendar = calendar or current()
    due = (today.year, today.year + 1) if today.month >= 11 else (today.year,)
    return next((year for year in due if not calendar.is_published(year)), None)
