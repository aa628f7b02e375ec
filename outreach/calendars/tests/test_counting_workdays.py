"""Workdays are counted as the law and the State Council's notices say, whatever way one counts."""

from datetime import date

import pytest
from chinese_calendar import is_workday as published_workday
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.tests.calendars import DAY, seeded, walk
from outreach.calendars.workdays import WorkCalendar, unpublished_next_year

CALENDAR = seeded()
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(-400, 400)
EXCEPTIONS = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 4, 30)), st.booleans(), max_size=60)


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_a_make_up_weekend_is_worked(day: str) -> None:
    made_up = date.fromisoformat(day)
    assert made_up.weekday() >= 5
    assert CALENDAR.is_workday(made_up)


@pytest.mark.parametrize("day", ["2026-01-02", "2026-02-17", "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-07"])
def test_a_holiday_on_a_weekday_is_not_worked(day: str) -> None:
    assert not CALENDAR.is_workday(date.fromisoformat(day))


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_every_published_day_is_as_published(day: date) -> None:
    assert CALENDAR.is_workday(day) == published_workday(day)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-19", 5, "2026-09-24"),  # a Saturday before a worked Sunday; the first day does not count
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 1, "2026-10-08"),  # over the National Day week
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-04", -1, "2026-09-30"),
        ("2026-11-25", 3, "2026-11-30"),
        ("2026-11-25", 0, "2026-11-25"),
        ("2026-11-29", 0, "2026-11-29"),
    ],
)
def test_known_counts_come_out(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_workdays(date.fromisoformat(start), count) == date.fromisoformat(end)


@given(DAYS, COUNTS)
def test_adding_is_the_same_as_walking_day_by_day(start: date, count: int) -> None:
    assert CALENDAR.add_workdays(start, count) == walk(CALENDAR, start, count)


@given(EXCEPTIONS, st.dates(date(2025, 12, 1), date(2026, 5, 31)), st.integers(-60, 60))
def test_adding_holds_for_any_calendar(exceptions: dict[date, bool], start: date, count: int) -> None:
    calendar = WorkCalendar(exceptions, [2026])
    assert calendar.add_workdays(start, count) == walk(calendar, start, count)


@given(EXCEPTIONS, st.dates(date(2025, 12, 1), date(2026, 5, 31)), st.dates(date(2025, 12, 1), date(2026, 5, 31)))
def test_days_between_are_those_that_one_meets(exceptions: dict[date, bool], one: date, other: date) -> None:
    calendar = WorkCalendar(exceptions, [2026])
    first, last = sorted((one, other))
    met = sum(calendar.is_workday(first + DAY * n) for n in range(1, (last - first).days + 1))
    assert calendar.workdays_between(one, other) == (met if one <= other else -met)


@given(DAYS, st.integers(1, 400))
def test_as_many_days_are_between_as_were_added(start: date, count: int) -> None:
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, count)) == count


@given(DAYS)
def test_the_next_workday_is_worked_and_none_lies_before_it(day: date) -> None:
    found = CALENDAR.next_workday_on_or_after(day)
    assert CALENDAR.is_workday(found)
    assert not any(CALENDAR.is_workday(day + DAY * n) for n in range((found - day).days))


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert CALENDAR.next_workday_on_or_after(date.max) == date.max
    with pytest.raises(OverflowError):
        CALENDAR.add_workdays(date.max, 1)


def test_the_estimate_of_2027_makes_up_holidays_on_weekends() -> None:
    off = [day for day in (date(2027, 1, 1) + DAY * n for n in range(365)) if day.weekday() < 5]
    off = [day for day in off if not CALENDAR.is_workday(day)]
    assert [f"{day:%m-%d}" for day in off] == [
        "01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04", "06-09", "09-15", "10-01", "10-04",
        "10-05",
    ]  # fmt: skip


def test_only_an_unpublished_year_is_estimated() -> None:
    assert not CALENDAR.is_estimated(date(2026, 12, 31))
    assert CALENDAR.is_estimated(date(2027, 1, 1))
    assert CALENDAR.is_estimated(date(2028, 6, 1), since=date(2026, 6, 1))
    assert not CALENDAR.is_estimated(date(2026, 6, 1), since=date(2025, 6, 1))


@pytest.mark.parametrize(
    ("today", "missing"),
    [("2026-10-31", None), ("2026-11-01", 2027), ("2026-12-31", 2027), ("2027-01-01", 2027), ("2025-12-01", None)],
)
def test_an_unpublished_year_is_asked_for_from_november(today: str, missing: int | None) -> None:
    assert unpublished_next_year(date.fromisoformat(today), CALENDAR) == missing
