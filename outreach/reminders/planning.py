"""Planning reminders: a few statements over all open items, whatever their number.

There is no watermark and no "since last time": whoever plans compares what should have been said by
today with what has been said, so any downtime heals itself and planning twice changes nothing.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, OuterRef, Subquery

from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import RUNNING
from outreach.org.roles import Role
from outreach.reminders.models import DayKind, Delivery, Heartbeat, Reminder, ReminderRule

#: A rule that repeats is followed for so many times; weekly, that is more than seven years.
_MOST_REPEATS = 400

_MISSING = """
INSERT INTO reminders_reminder
    (issue_id, rule_id, clock_round, occurrence, recipient_id, deadline, planned_at)
SELECT DISTINCT i.id, s.rule_id, i.clock_round, s.occurrence, {recipient}, i.due_on, %s
FROM ledger_issue i JOIN ({steps}) s ON i.due_on <= s.latest_due {joins}
WHERE i.status IN ({states}) AND NOT i.is_sealed AND {recipient} IS NOT NULL AND {condition}
  AND NOT EXISTS (SELECT 1 FROM ledger_issueexclusion x WHERE x.issue_id = i.id AND x.user_id = {recipient})
  AND NOT EXISTS (
    SELECT 1 FROM reminders_reminder r
    WHERE r.issue_id = i.id AND r.rule_id = s.rule_id AND r.clock_round = i.clock_round
      AND r.occurrence = s.occurrence AND r.recipient_id = {recipient})
ON CONFLICT DO NOTHING
"""
#: The head of the lead unit and of every unit above it that has one. DISTINCT has the pairs of unit and head made
#: first: SQLite would otherwise try every head with every item and rule (19 s, not 0.3 s, on 10,000 items).
_HEADS = """
JOIN (
  SELECT DISTINCT led.id AS unit_id, posting.user_id
  FROM org_orgunit led
  JOIN org_orgunit above ON led.path LIKE above.path || '%%'
  JOIN org_posting posting ON posting.unit_id = above.id AND posting.role = %s AND NOT posting.awaits_second
    AND posting.since <= %s AND (posting.until IS NULL OR posting.until >= %s)
) head ON head.unit_id = i.lead_unit_id
"""
_NOTICES = """
INSERT INTO reminders_notice (user_id, issue_id, kind, key, created_at)
SELECT r.recipient_id, r.issue_id, 'due', 'due:' || r.issue_id || ':' || r.clock_round || ':' || %s, MAX(r.planned_at)
FROM reminders_reminder r WHERE r.delivery_id IS NULL AND r.planned_at = %s
GROUP BY r.recipient_id, r.issue_id, r.clock_round
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def plan() -> int:
    """Write every reminder that is due by now and not yet written; returns how many were missing.

    Each person gets one notice per item and one e-mail for everything that fell due together.
    """
    Heartbeat.objects.get_or_create(loop="plan")
    Heartbeat.objects.select_for_update().get(loop="plan")  # one planner at a time, the others wait here
    steps = due_steps(clock.today())
    now = clock.now()
    written = 0
    if steps:
        written += _insert(steps, now, "i.handler_id", "", [], "1 = 1")
        today = connection.ops.adapt_datefield_value(clock.today())
        heads = [Role.UNIT_HEAD.value, today, today]
        written += _insert(steps, now, "head.user_id", _HEADS, heads, "s.to_head = 1")
    if written:
        with connection.cursor() as cursor:
            cursor.execute(_NOTICES, [clock.today().isoformat(), connection.ops.adapt_datetimefield_value(now)])
    _address(now)
    Heartbeat.objects.filter(loop="plan").update(beat_at=now)
    return written


def due_steps(today: date) -> list[tuple[int, int, int, date]]:
    """What falls due by ``today``: rule id, occurrence, whether heads hear of it, latest deadline it holds for."""
    calendar = WorkCalendar.current()
    earliest = Issue.objects.running().aggregate(first=Min("due_on"))["first"]
    if earliest is None:
        return []
    steps = []
    for rule in ReminderRule.objects.filter(is_active=True):
        for occurrence in range(_MOST_REPEATS if rule.repeat_days else 1):
            latest = latest_deadline(rule, occurrence, today, calendar)
            if latest < earliest:
                break
            steps.append((rule.pk, occurrence, int(rule.to_head), latest))
    return steps


def send_on(rule: ReminderRule, occurrence: int, deadline: date, calendar: WorkCalendar) -> date:
    """The day on which the rule speaks for a deadline."""
    offset = rule.offset_days + occurrence * rule.repeat_days
    if rule.day_kind == DayKind.WORKDAY:
        return calendar.add_workdays(deadline, offset) if offset else deadline
    return deadline + timedelta(days=offset)


def latest_deadline(rule: ReminderRule, occurrence: int, today: date, calendar: WorkCalendar) -> date:
    """The latest deadline for which the rule has spoken by ``today``."""
    offset = rule.offset_days + occurrence * rule.repeat_days
    if rule.day_kind == DayKind.CALENDAR:
        return today - timedelta(days=offset)
    deadline = today + timedelta(days=60 + 3 * abs(offset))
    while send_on(rule, occurrence, deadline, calendar) > today:
        deadline -= timedelta(days=1)
    return deadline


def _insert(
    steps: list[tuple[int, int, int, date]],
    now: datetime,
    recipient: str,
    joins: str,
    join_params: list[Any],
    condition: str,
) -> int:
    """One statement for all rules and all items; the names in it are ours, every value is a parameter."""
    rows = " UNION ALL ".join(["SELECT %s AS rule_id, %s AS occurrence, %s AS to_head, %s AS latest_due"] * len(steps))
    sql = _MISSING.format(
        recipient=recipient,
        steps=rows,
        joins=joins,
        states=", ".join(["%s"] * len(RUNNING)),
        condition=condition,
    )
    moment = connection.ops.adapt_datetimefield_value(now)
    flat = [value for *numbers, day in steps for value in (*numbers, connection.ops.adapt_datefield_value(day))]
    params = [moment, *flat, *join_params, *(state.value for state in RUNNING)]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _address(now: datetime) -> None:
    """Put the reminders that no e-mail carries yet into one e-mail per person."""
    waiting = Reminder.objects.filter(delivery=None, recipient__is_active=True).exclude(recipient__email="")
    people = waiting.order_by().values_list("recipient", flat=True).distinct()
    Delivery.objects.bulk_create([Delivery(recipient_id=person, created_at=now) for person in people])
    mine = Delivery.objects.filter(recipient=OuterRef("recipient"), created_at=now)
    Reminder.objects.filter(pk__in=waiting.order_by().values("pk")).update(delivery=Subquery(mine.values("pk")[:1]))
