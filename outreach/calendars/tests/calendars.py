"""Calendars to count with, and a second way of counting: day by day."""

from datetime import date, timedelta

from outreach.calendars.published import FIRST_YEAR, LAST_YEAR, estimated_days, published_days
from outreach.calendars.workdays import WorkCalendar

DAY = timedelta(days=1)


def seeded() -> WorkCalendar:
    """What a new portal starts with, without a database."""
    days = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in published_days(year)]
    days += estimated_days(2027)
    return WorkCalendar({day.date: day.is_workday for day in days}, range(FIRST_YEAR, LAST_YEAR + 1))


def walk(calendar: WorkCalendar, start: date, count: int) -> date:
    """``count`` workdays from ``start``, one day after the other."""
    step = DAY if count > 0 else -DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= calendar.is_workday(day)
    return day
