"""F2: three planners at once, killed at any moment; the records are exactly those of an independent count."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.proofs import rows
from benchmarks.proofs.crew import Crew, wait_until
from benchmarks.proofs.verdict import Verdict
from outreach.accounts.models import User
from outreach.calendars.models import CalendarDay
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.reminders.models import DayKind, Delivery, Heartbeat, Reminder, ReminderRule
from outreach.reminders.planning import plan

PLANNERS = 3
BATCH = 150
LATEST, EARLIEST = 40, -8
CONTROL_ROUNDS = 5
_MARK = "control"

Told = tuple[int, int, int, int]  # item, rule, occurrence, recipient


def prove(unit: OrgUnit, people: list[User], kills: int, rng: random.Random) -> Verdict:
    """New items keep coming while planners die; afterwards everything due was told exactly once."""
    begun = time.monotonic()
    crew = _fire(unit, people, kills, rng)
    plan()
    made = list(Reminder.objects.values_list("issue", "rule", "occurrence", "recipient"))
    expected = set(expected_rows())
    loose = Reminder.objects.filter(delivery=None).count() + Delivery.objects.filter(reminders=None).count()
    claims = {
        "rows = expected": set(made) == expected,
        "0 doubles": len(made) == len(set(made)),
        "every reminder in one mail, no empty mail": loose == 0,
        "no crash": crew.crashes == 0,
    }
    figures = (
        f"{PLANNERS} planners, {crew.kills} kills in {time.monotonic() - begun:.0f} s: {len(made)} records, "
        f"{len(expected)} expected, {len(made) - len(set(made))} doubles"
    )
    rows.clear()
    lost, control_kills = _control(unit, people, kills, rng)
    return Verdict(
        "F2 planners killed",
        claims | {"the control loses some": lost > 0},
        f"{figures}; control (watermark first): {lost} lost in {control_kills} kills",
    )


def _fire(unit: OrgUnit, people: list[User], kills: int, rng: random.Random) -> Crew:
    with Crew(plan, PLANNERS, rng) as crew:
        for _number in range(kills):
            _write_batch(unit, people, rng)
            time.sleep(rng.uniform(0, 0.25))
            crew.kill_one()
        crew.look()
    return crew


def _write_batch(unit: OrgUnit, people: list[User], rng: random.Random) -> None:
    rows.write_items(unit, rng.sample(people, BATCH), [rng.randint(EARLIEST, LATEST) for _ in range(BATCH)])


# --- what should be there, counted without a line of the planner -----------------------------
def expected_rows() -> Iterator[Told]:
    """For every item and rule, the days of speaking counted one by one up to today."""
    exceptions = dict(CalendarDay.objects.values_list("date", "is_workday"))
    rules = list(ReminderRule.objects.filter(is_active=True))
    spoken: dict[date, list[tuple[ReminderRule, int]]] = {}
    for pk, handler, due_on, path in Issue.objects.values_list("pk", "handler", "due_on", "lead_unit__path"):
        assert due_on is not None
        if due_on not in spoken:
            spoken[due_on] = [(rule, number) for rule in rules for number in _occurrences(rule, due_on, exceptions)]
        for rule, number in spoken[due_on]:
            for person in {handler or 0, *(_heads(path) if rule.to_head else ())}:
                yield pk, rule.pk, number, person


def _occurrences(rule: ReminderRule, due_on: date, exceptions: dict[date, bool]) -> Iterator[int]:
    number = 0
    while _day(rule, due_on, rule.offset_days + number * rule.repeat_days, exceptions) <= clock.today():
        yield number
        if not rule.repeat_days:
            return
        number += 1


def _day(rule: ReminderRule, due_on: date, offset: int, exceptions: dict[date, bool]) -> date:
    if rule.day_kind == DayKind.CALENDAR:
        return due_on + timedelta(days=offset)
    day, left = due_on, abs(offset)
    while left:
        day += timedelta(days=1 if offset > 0 else -1)
        left -= exceptions.get(day, day.weekday() < 5)
    return day


def _heads(path: str) -> set[int]:
    above = [int(pk) for pk in path.rstrip("/").split("/")]
    return set(Posting.objects.holding(Role.UNIT_HEAD).filter(unit__in=above).values_list("user", flat=True))


# --- the control ------------------------------------------------------------------------------
def _control(unit: OrgUnit, people: list[User], kills: int, rng: random.Random) -> tuple[int, int]:
    """A planner that moves its watermark first; killed before it writes, it never looks back."""
    killed = 0
    for _round in range(CONTROL_ROUNDS):
        Heartbeat.objects.update_or_create(loop=_MARK, defaults={"beat_at": clock.now()})
        with Crew(_watermark_first, 1, rng) as crew:
            for _number in range(kills):
                mark = _mark()
                _write_batch(unit, people, rng)
                # Aimed between the mark and the records: left to chance, a fast machine often lost nothing.
                wait_until(lambda mark=mark: _mark() != mark, seconds=5, every=0.0005)  # type: ignore[misc]  # a bound loop variable
                time.sleep(rng.uniform(0, 0.004))
                crew.kill_one()
            wait_until(lambda: Reminder.objects.count() >= Issue.objects.count(), seconds=3)
        killed += crew.kills
        lost = Issue.objects.count() - Reminder.objects.count()
        if lost:
            return lost, killed
    return 0, killed


def _mark() -> object:
    return Heartbeat.objects.get(loop=_MARK).beat_at


def _watermark_first() -> int:
    new = list(Issue.objects.filter(created_at__gt=_mark()))
    if not new:
        return 0
    Heartbeat.objects.filter(loop=_MARK).update(beat_at=max(issue.created_at for issue in new))
    rule = ReminderRule.objects.earliest("pk")
    told = [
        Reminder(issue=issue, rule=rule, clock_round=1, recipient_id=issue.handler_id, deadline=issue.due_on)
        for issue in new
        if issue.handler_id and issue.due_on
    ]
    Reminder.objects.bulk_create(told)
    return len(new)
