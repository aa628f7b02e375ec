"""A clock counts what the law counts, and keeps its own story."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from outreach.calendars.clocks import Clock, DayKind
from outreach.calendars.tests.calendars import DAY, seeded
from outreach.calendars.workdays import WorkCalendar

CALENDAR = seeded()


def days(start: date, length: int, **more: Any) -> Clock:
    return Clock.days("办结", start, length, start_label="受理", calendar=CALENDAR, **more)


def workdays(start: date, length: int) -> Clock:
    return Clock.workdays("限期整改", start, length, start_label="交办", calendar=CALENDAR)


def test_sixty_days_from_acceptance() -> None:
    assert days(date(2026, 10, 9), 60).due_on == date(2026, 12, 8)


def test_five_workdays_from_a_saturday() -> None:
    assert workdays(date(2026, 9, 19), 5).due_on == date(2026, 9, 24)


def test_what_a_unit_owes_is_not_moved_later_by_a_holiday() -> None:
    assert days(date(2026, 9, 18), 15).due_on == date(2026, 10, 3)


def test_what_a_petitioner_may_do_moves_to_the_next_workday() -> None:
    assert days(date(2026, 9, 18), 15, rolls_forward=True).due_on == date(2026, 10, 8)
    assert days(date(2026, 11, 10), 15, rolls_forward=True).due_on == date(2026, 11, 25)


@given(
    st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    st.integers(1, 60),
    st.lists(st.integers(0, 40), max_size=6),
    st.integers(0, 30),
    st.sampled_from(DayKind),
)
def test_pauses_and_extensions_count_as_walking_day_by_day_does(
    start: date, length: int, steps: list[int], more: int, kind: DayKind
) -> None:
    clock = workdays(start, length) if kind == DayKind.WORKDAY else days(start, length)
    day, pauses = start, []
    for since, lasting in zip(steps[::2], steps[1::2], strict=False):
        since_on = day + DAY * since
        day = since_on + DAY * lasting
        clock = clock.paused(since_on, CALENDAR).resumed(day, CALENDAR)
        pauses.append((since_on, day))
    if more:
        clock = clock.extended(more, by="王海", on=day, calendar=CALENDAR)
    assert clock.due_on == _walked(start, length + more, pauses, kind)


def _walked(start: date, count: int, pauses: list[tuple[date, date]], kind: DayKind) -> date:
    """The ``count``-th day that is not paused."""
    day = start
    while count:
        day += DAY
        is_paused = any(since < day <= until for since, until in pauses)
        count -= not is_paused and (kind == DayKind.CALENDAR or CALENDAR.is_workday(day))
    return day


def test_a_pause_over_a_holiday_costs_only_its_workdays() -> None:
    clock = workdays(date(2026, 9, 28), 5)
    assert clock.due_on == date(2026, 10, 10)
    assert clock.paused(date(2026, 9, 30), CALENDAR).resumed(date(2026, 10, 9), CALENDAR).due_on == date(2026, 10, 13)


def test_a_pause_after_the_deadline_does_not_make_up_for_being_late() -> None:
    clock = workdays(date(2026, 9, 1), 5)
    assert clock.paused(date(2026, 9, 20), CALENDAR).resumed(date(2026, 9, 30), CALENDAR).due_on == clock.due_on


def test_an_open_pause_leaves_the_date_until_it_ends() -> None:
    clock = workdays(date(2026, 9, 1), 5)
    paused = clock.paused(date(2026, 9, 3), CALENDAR)
    assert paused.is_paused
    assert paused.due_on == clock.due_on
    assert paused.light(date(2026, 12, 1), CALENDAR) == "grey"


def test_pausing_twice_and_resuming_what_runs_are_errors() -> None:
    clock = workdays(date(2026, 9, 1), 5)
    with pytest.raises(ValueError, match="not paused"):
        clock.resumed(date(2026, 9, 2), CALENDAR)
    paused = clock.paused(date(2026, 9, 3), CALENDAR)
    with pytest.raises(ValueError, match="already"):
        paused.paused(date(2026, 9, 4), CALENDAR)
    with pytest.raises(ValueError, match="not paused then"):
        paused.resumed(date(2026, 9, 2), CALENDAR)


@pytest.mark.parametrize("length", [0, -3])
def test_a_clock_runs_for_at_least_a_day(length: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        workdays(date(2026, 9, 1), length)
    with pytest.raises(ValueError, match="at least one day"):
        days(date(2026, 9, 1), length)
    with pytest.raises(ValueError, match="at least one day"):
        days(date(2026, 9, 1), 60).extended(length, by="王海", on=date(2026, 9, 2), calendar=CALENDAR)


def test_a_workday_clock_that_reaches_an_unpublished_year_is_estimated() -> None:
    assert not workdays(date(2026, 12, 1), 5).is_estimated
    assert workdays(date(2026, 12, 28), 10).is_estimated


def test_calendar_days_need_no_calendar_unless_they_roll_forward() -> None:
    assert not days(date(2026, 12, 1), 60).is_estimated
    assert days(date(2026, 12, 1), 60, rolls_forward=True).is_estimated


def test_a_new_calendar_moves_the_deadline_and_nothing_else() -> None:
    clock = workdays(date(2026, 9, 21), 5)
    storm = WorkCalendar({date(2026, 9, 23): False, date(2026, 9, 25): False, date(2026, 9, 28): False}, [2026])
    counted = clock.recomputed(storm)
    assert counted.due_on == date(2026, 10, 1)
    assert replace(counted, due_on=clock.due_on, first_due_on=clock.first_due_on) == clock


def test_what_is_stored_comes_back_the_same() -> None:
    clock = days(date(2026, 10, 9), 60, rolls_forward=True).extended(
        30, by="王海", on=date(2026, 12, 1), told_on=date(2026, 12, 2), calendar=CALENDAR
    )
    clock = clock.paused(date(2026, 10, 12), CALENDAR).resumed(date(2026, 10, 14), CALENDAR)
    for one in (clock, clock.paused(date(2026, 11, 2), CALENDAR), workdays(date(2026, 9, 1), 5)):
        assert Clock.from_json(one.to_json()) == one


def test_labels_are_stored_in_their_source_language() -> None:
    with override("en"):
        clock = Clock.workdays(
            gettext_lazy("限期整改"), date(2026, 9, 1), 5, start_label=gettext_lazy("交办"), calendar=CALENDAR
        )
    assert (clock.rule, clock.start_label) == ("限期整改", "交办")


# --- the story ----------------------------------------------------------------------------


def test_a_plain_clock_explains_itself() -> None:
    clock = days(date(2026, 10, 9), 60)
    assert clock.sentence() == "自 2026-10-09 受理起 60 天 → 2026-12-08"
    assert clock.lines(CALENDAR) == [
        ("规则", "办结：60 天"),
        ("起算", "2026-10-09 受理，次日起算"),
        ("期限", "2026-12-08"),
    ]


def test_an_extension_says_who_when_and_who_was_told() -> None:
    clock = days(date(2026, 10, 9), 60).extended(
        30, by="王海", on=date(2026, 12, 1), told_on=date(2026, 12, 2), calendar=CALENDAR
    )
    assert clock.sentence() == (
        "自 2026-10-09 受理起 60 天 → 2026-12-08；延期 30 天，王海 2026-12-01 批准，2026-12-02 已告知 → 2027-01-07"
    )
    assert clock.lines(CALENDAR)[-2:] == [
        ("延期", "30 天，王海 2026-12-01 批准，2026-12-02 已告知"),
        ("现期限", "2027-01-07"),
    ]


def test_a_pause_says_what_it_cost() -> None:
    clock = workdays(date(2026, 9, 28), 5).paused(date(2026, 9, 30), CALENDAR)
    assert ("暂停", "2026-09-30 起暂停，恢复后顺延") in clock.lines(CALENDAR)
    clock = clock.resumed(date(2026, 10, 9), CALENDAR)
    assert ("暂停", "2026-09-30 至 2026-10-09，不计 2 个工作日") in clock.lines(CALENDAR)
    assert clock.sentence() == "自 2026-09-28 交办起 5 个工作日 → 2026-10-10；暂停 1 次 → 2026-10-13"


def test_a_moved_last_day_says_why() -> None:
    lines = days(date(2026, 9, 18), 15, rolls_forward=True).lines(CALENDAR)
    assert lines[-1] == ("期限", "2026-10-08（最后一天是休息日，顺延到下一个工作日）")


def test_an_estimate_is_called_one() -> None:
    assert workdays(date(2026, 12, 28), 10).sentence().endswith("（估算）")
