"""What is planned, for whom, on which day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.calendars.models import CalendarDay
from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow.clocks import recount_open_clocks
from outreach.org.testing import Cast
from outreach.reminders.models import Delivery, Notice, Reminder, ReminderRule
from outreach.reminders.planning import plan

SHANGHAI = ZoneInfo("Asia/Shanghai")
ASSIGNED = date(2026, 11, 2)  # a Monday; ten workdays later is Monday, 16 November


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def issue(cast: Cast) -> Issue:
    with clock.travel_to(at(ASSIGNED)):
        found = brought_to(cast, State.IN_PROGRESS, workdays=10)
    assert found.due_on == date(2026, 11, 16)
    return found


def planned_on(day: date) -> list[tuple[str, str]]:
    """What a round on this day adds, as (rule, username)."""
    known = set(Reminder.objects.values_list("pk", flat=True))
    with clock.travel_to(at(day)):
        plan()
    fresh = Reminder.objects.exclude(pk__in=known).order_by("rule__offset_days", "occurrence", "recipient__username")
    return [(one.rule.name, one.recipient.username) for one in fresh.select_related("rule", "recipient")]


def test_each_rule_speaks_on_its_day(issue: Issue) -> None:
    """3 and 1 workdays before, on the day, 1, 3, 7 days after, then every 7; heads hear of it after a miss."""
    said = {day: planned_on(day) for day in (ASSIGNED + timedelta(days=n) for n in range(1, 45))}
    said = {day: lines for day, lines in said.items() if lines}
    both = ["handler", "head"]
    assert said == {
        date(2026, 11, 11): [("期限前 3 个工作日", "handler")],
        date(2026, 11, 13): [("期限前 1 个工作日", "handler")],
        date(2026, 11, 16): [("到期当天", "handler")],
        date(2026, 11, 17): [("逾期 1 天", name) for name in both],
        date(2026, 11, 19): [("逾期 3 天", name) for name in both],
        date(2026, 11, 23): [("逾期 7 天", name) for name in both],
        date(2026, 11, 30): [("逾期之后每 7 天", name) for name in both],
        date(2026, 12, 7): [("逾期之后每 7 天", name) for name in both],
        date(2026, 12, 14): [("逾期之后每 7 天", name) for name in both],
    }


def test_planning_twice_adds_nothing(issue: Issue) -> None:
    day = date(2026, 11, 17)
    assert planned_on(day)
    assert planned_on(day) == []
    assert Delivery.objects.count() == 2


def test_after_a_long_downtime_every_record_is_made_and_each_person_gets_one_mail(issue: Issue) -> None:
    assert len(planned_on(date(2026, 11, 24))) == 9  # three for the handler alone, three for both
    assert sorted(Delivery.objects.values_list("recipient__username", flat=True)) == [
        "handler",
        "head",
    ]
    assert not Reminder.objects.filter(delivery=None).exists()
    assert Notice.objects.filter(kind="due").count() == 2, "one line behind each bell, not one a rule"


def test_a_paused_or_finished_item_is_left_in_peace(cast: Cast, issue: Issue) -> None:
    with clock.travel_to(at(date(2026, 11, 10))):
        wake_on = date(2026, 12, 10)
        workflow.suspend(issue=issue, reason="等厂家", wake_on=wake_on, rights=cast.rights("leader"))
    assert planned_on(date(2026, 11, 20)) == []


def test_a_new_deadline_brings_its_own_reminders(cast: Cast, issue: Issue) -> None:
    assert planned_on(date(2026, 11, 13))
    with clock.travel_to(at(date(2026, 11, 13), 10)):
        workflow.request_extension(issue=issue, workdays=5, reason="备件", rights=cast.rights("handler"))
        workflow.agree_extension(issue=issue, rights=cast.rights("head"))
        workflow.grant_extension(issue=issue, rights=cast.rights("ledger"))
    assert planned_on(date(2026, 11, 16)) == []
    assert planned_on(date(2026, 11, 18)) == [("期限前 3 个工作日", "handler")]


def test_an_edited_holiday_moves_the_deadline_and_sends_nothing_twice(issue: Issue) -> None:
    assert planned_on(date(2026, 11, 13)) == [("期限前 3 个工作日", "handler"), ("期限前 1 个工作日", "handler")]
    CalendarDay.objects.create(date=date(2026, 11, 16), is_workday=False, name="厂休")
    with clock.travel_to(at(date(2026, 11, 13), 10)):
        moved = recount_open_clocks()
    issue.refresh_from_db()
    assert [(one.old_due_on, one.new_due_on) for one in moved] == [(date(2026, 11, 16), date(2026, 11, 17))]
    assert issue.events.last().step == "move_deadline"  # type: ignore[union-attr]  # the history has events
    assert planned_on(date(2026, 11, 14)) == []
    assert planned_on(date(2026, 11, 16)) == []
    assert planned_on(date(2026, 11, 17)) == [("到期当天", "handler")]


def test_a_rule_that_is_switched_off_is_silent(issue: Issue) -> None:
    ReminderRule.objects.filter(offset_days__lt=0).update(is_active=False)
    assert planned_on(date(2026, 11, 13)) == []


def test_nobody_without_a_mail_address_gets_a_mail_but_the_bell_rings(cast: Cast, issue: Issue) -> None:
    type(cast.handler).objects.filter(pk=cast.handler.pk).update(email="")
    assert planned_on(date(2026, 11, 13))
    assert not Delivery.objects.exists()
    assert Notice.objects.filter(user=cast.handler, kind="due").count() == 1


def test_a_head_who_handles_the_item_is_told_once(cast: Cast, issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(handler=cast.head)
    assert [line for line in planned_on(date(2026, 11, 17)) if line[0] == "逾期 1 天"] == [("逾期 1 天", "head")]


def statements_for(items: int, cast: Cast) -> int:
    with clock.travel_to(at(ASSIGNED)):
        for number in range(items):
            brought_to(cast, State.ASSIGNED, f"第 {number} 件", workdays=10)
    with clock.travel_to(at(date(2026, 11, 24))), CaptureQueriesContext(connection) as seen:
        plan()
    return len(seen)


@pytest.mark.long
def test_the_number_of_statements_does_not_depend_on_the_number_of_items(cast: Cast) -> None:
    plan()  # the first round makes the row that the next ones lock
    few = statements_for(2, cast)
    Reminder.objects.all().delete()
    assert statements_for(20, cast) == few
