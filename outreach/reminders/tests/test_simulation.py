"""F12: ninety days with downtime, extensions, closings and edited holidays, against a second model.

The model below knows nothing of the planner: it walks day by day through each item's own history.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.calendars.models import CalendarDay
from outreach.calendars.workdays import WorkCalendar
from outreach.calendars.workflow import announce
from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast
from outreach.reminders.models import Reminder
from outreach.reminders.planning import plan

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = date(2026, 6, 1)
DAYS, ITEMS = 90, 12


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@dataclass
class Book:
    """What the second model expects: (item, round, days from the deadline), each once."""

    expected: set[tuple[int, int, int]] = field(default_factory=set)

    def read(self, issues: list[Issue], today: date) -> None:
        """Write down what must have been said by today for every item that still runs."""
        calendar = WorkCalendar.current()
        for issue in issues:
            if issue.is_running and issue.due_on:
                self._read_one(issue, issue.due_on, today, calendar)

    def _read_one(self, issue: Issue, due_on: date, today: date, calendar: WorkCalendar) -> None:
        for workdays in (3, 1, 0):
            day = due_on
            for _crossed in range(workdays):
                day -= timedelta(days=1)
                while not calendar.is_workday(day):
                    day -= timedelta(days=1)
            if day <= today:
                self.expected.add((issue.pk, issue.clock_round, -workdays))
        late = (today - due_on).days
        for after in [1, 3, 7, *range(14, late + 1, 7)]:
            if after <= late:
                self.expected.add((issue.pk, issue.clock_round, after))


def something_happens(rng: random.Random, cast: Cast, issue: Issue) -> None:
    """An extension, a submission or a pause, as a unit would."""
    if issue.status != State.IN_PROGRESS:
        return
    what = rng.choice(["extend", "finish", "pause", "nothing", "nothing", "nothing"])
    if what == "extend" and issue.due_on and clock.today() <= issue.due_on:
        workflow.request_extension(
            issue=issue, workdays=rng.randint(1, 8), reason="再等", rights=cast.rights("handler")
        )
        workflow.agree_extension(issue=issue, rights=cast.rights("head"))
        workflow.grant_extension(issue=issue, rights=cast.rights("ledger"))
    elif what == "pause":
        wake_on = clock.today() + timedelta(days=rng.randint(1, 20))
        workflow.suspend(issue=issue, reason="等", wake_on=wake_on, rights=cast.rights("leader"))
    elif what == "finish":
        workflow.keep_long_term(
            issue=issue, reason="长期", review_on=clock.today() + timedelta(days=30), rights=cast.rights("leader")
        )


def edit_a_day(rng: random.Random, today: date) -> None:
    """Turn a coming workday into a day off, or the other way round."""
    day = today + timedelta(days=rng.randint(1, 9))
    CalendarDay.objects.update_or_create(date=day, defaults={"is_workday": day.weekday() >= 5, "name": "调"})
    announce()


def live(rng: random.Random, cast: Cast) -> set[tuple[int, int, int]]:
    """Ninety days; on some of them nobody plans at all."""
    book, issues, silent_until = Book(), [], START
    for n in range(DAYS):
        today = START + timedelta(days=n)
        with clock.travel_to(at(today, 7)):
            if n < ITEMS:
                issues.append(brought_to(cast, State.IN_PROGRESS, f"第 {n} 件", workdays=rng.randint(3, 25)))
            for issue in Issue.objects.filter(status=State.SUSPENDED, wake_on__lte=today):
                workflow.resume(issue=issue, rights=cast.rights("leader"))
            for issue in rng.sample(list(Issue.objects.all()), k=min(2, len(issues))):
                something_happens(rng, cast, issue)
            if n % 30 == 17:
                edit_a_day(rng, today)
        if today < silent_until:
            continue
        with clock.travel_to(at(today, 9)):
            plan()
            book.read(list(Issue.objects.all()), today)
        if rng.random() < 0.15:
            silent_until = today + timedelta(days=rng.randint(1, 5))
    return book.expected


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
def test_nothing_is_missing_and_nothing_is_extra(cast: Cast, seed: int) -> None:
    expected = live(random.Random(seed), cast)  # noqa: S311 - a simulation, not a secret
    rows = Reminder.objects.filter(recipient=cast.handler).values_list(
        "issue", "clock_round", "rule__offset_days", "occurrence"
    )
    said = [(issue, turn, offset + 7 * occurrence) for issue, turn, offset, occurrence in rows]
    assert len(said) == len(set(said))
    assert set(said) == expected
    assert len(expected) >= 30, "the simulation must have something to say"
