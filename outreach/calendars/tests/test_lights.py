"""The light and the words of a deadline."""

from datetime import date

import pytest
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.lights import days_left, due_soon_on, light, words_left
from outreach.calendars.tests.calendars import DAY, seeded

CALENDAR = seeded()
START, DUE = date(2026, 10, 9), date(2026, 12, 8)  # 60 days: yellow in the last 12


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2026-10-09", "green"),
        ("2026-11-25", "green"),
        ("2026-11-26", "yellow"),
        ("2026-12-08", "yellow"),
        ("2026-12-09", "red"),
    ],
)
def test_the_last_fifth_is_yellow_and_the_day_after_the_deadline_red(today: str, shown: str) -> None:
    assert light(DUE, START, date.fromisoformat(today), CALENDAR) == shown


@pytest.mark.parametrize(("today", "shown"), [("2026-11-24", "green"), ("2026-11-25", "yellow")])
def test_a_short_clock_is_yellow_for_three_workdays(today: str, shown: str) -> None:
    start, due = date(2026, 11, 23), date(2026, 11, 30)
    assert light(due, start, date.fromisoformat(today), CALENDAR) == shown


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 250))
def test_three_workdays_before_the_deadline_it_is_always_yellow(start: date, length: int) -> None:
    due = CALENDAR.add_workdays(start, length)
    soon = due_soon_on(start, due, CALENDAR)
    assert start <= soon <= due
    for day in (soon + DAY * n for n in range((due - soon).days + 1)):
        assert light(due, start, day, CALENDAR) == "yellow"
    if soon > start:
        before = soon - DAY
        assert light(due, start, before, CALENDAR) == "green"
        assert CALENDAR.workdays_between(before, due) > 3
        assert (due - before).days * 5 > (due - start).days


@pytest.mark.parametrize(("state", "shown"), [("suspended", "grey"), ("long_term", "blue"), ("in_progress", "red")])
def test_where_no_clock_runs_the_state_decides(state: str, shown: str) -> None:
    assert light(DUE, START, date(2027, 1, 1), CALENDAR, state) == shown


def test_without_a_deadline_there_is_no_light() -> None:
    assert light(None, None, START, CALENDAR) == "none"
    assert str(words_left(None, START, CALENDAR)) == "没有期限"


@pytest.mark.parametrize(
    ("due", "today", "kind", "words"),
    [
        ("2026-11-30", "2026-11-25", "workday", "还剩 3 个工作日"),
        ("2026-12-13", "2026-11-25", "calendar", "还剩 18 天"),
        ("2026-11-25", "2026-11-25", "workday", "今天到期"),
        ("2026-11-15", "2026-11-25", "workday", "逾期 10 天"),
        ("2026-11-15", "2026-11-25", "calendar", "逾期 10 天"),
        ("2026-11-29", "2026-11-27", "workday", "还剩 2 天"),  # nothing but a weekend is left
    ],
)
def test_time_reads_as_a_person_speaks(due: str, today: str, kind: str, words: str) -> None:
    said = words_left(date.fromisoformat(due), date.fromisoformat(today), CALENDAR, kind)
    assert isinstance(said, Promise)
    assert str(said) == words


def test_days_left_are_in_its_own_kind_and_days_late_in_calendar_days() -> None:
    assert days_left(date(2026, 11, 30), date(2026, 11, 25), CALENDAR) == 3
    assert days_left(date(2026, 11, 30), date(2026, 11, 25), CALENDAR, "calendar") == 5
    assert days_left(date(2026, 11, 25), date(2026, 11, 30), CALENDAR) == -5
