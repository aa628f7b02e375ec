"""Reminding the desk of statutory terms: the rounds of the ledger's reminders, for petitions.

There is no "since last time": what should have been said by today is compared with what has been said, so any
downtime heals itself and planning twice changes nothing (outreach/reminders/planning.py).
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy

from outreach.calendars.lights import DayKind
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.org.grants import grants
from outreach.org.scoping import Rights
from outreach.reminders.models import Delivery, Heartbeat, Notice, ReminderRule
from outreach.reminders.planning import latest_deadline
from outreach.reminders.rounds import DueLine, Round, rounds
from petitions.models import CaseReminder, Petition, PetitionQuerySet
from petitions.permissions import REGISTER
from petitions.states import UNDER_REVIEW
from petitions.workflow.asking import ANSWERED

KIND = "petition_due"
#: A rule that repeats is followed for so many times; weekly, that is two years.
_MOST_REPEATS = 100
#: Officers of the unit that has it now, nearest to the ground; those above hear once a rule tells heads too, and at
#: once where all who are nearer keep away. Whoever has left is nobody's nearest.
_MISSING = """
INSERT INTO petitions_casereminder (petition_id, rule_id, clock_round, occurrence, recipient_id, deadline, planned_at)
WITH o AS (
  SELECT led.id AS unit_id, posting.user_id, LENGTH(above.path) AS depth,
    MAX(LENGTH(above.path)) OVER (PARTITION BY led.id) AS nearest
  FROM org_orgunit led
  JOIN org_orgunit above ON led.path LIKE above.path || '%%'
  JOIN org_posting posting ON posting.unit_id = above.id AND posting.role IN ({roles}) AND NOT posting.awaits_second
    AND posting.since <= %s AND (posting.until IS NULL OR posting.until >= %s)
  JOIN accounts_user person ON person.id = posting.user_id AND person.is_active
)
SELECT DISTINCT p.id, s.rule_id, p.clock_round, s.occurrence, o.user_id, p.due_on, %s
FROM petitions_petition p
JOIN ({steps}) s ON p.due_on <= s.latest_due
JOIN o ON o.unit_id = CASE WHEN p.status IN ({under_review}) THEN p.reviewing_unit_id
  ELSE COALESCE(p.referred_to_id, p.unit_id) END
WHERE NOT p.is_sealed
  AND NOT EXISTS (SELECT 1 FROM petitions_accused x WHERE x.petition_id = p.id AND x.user_id = o.user_id)
  AND (o.depth = o.nearest OR s.to_head = 1 OR EXISTS (
    SELECT 1 FROM petitions_accused x WHERE x.petition_id = p.id) AND NOT EXISTS (
    SELECT 1 FROM o nearer WHERE nearer.unit_id = o.unit_id AND nearer.depth > o.depth
      AND NOT EXISTS (SELECT 1 FROM petitions_accused x WHERE x.petition_id = p.id AND x.user_id = nearer.user_id)))
  AND NOT EXISTS (
    SELECT 1 FROM petitions_casereminder r
    WHERE r.petition_id = p.id AND r.rule_id = s.rule_id AND r.clock_round = p.clock_round
      AND r.occurrence = s.occurrence AND r.recipient_id = o.user_id)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def remind() -> int:
    """Write every reminder of a petition's term that is due by now and not yet written; how many were missing.

    Each officer gets one notice a day, which leads to the list, and one e-mail for everything together.
    """
    Heartbeat.objects.get_or_create(loop="petitions")
    Heartbeat.objects.select_for_update().get(loop="petitions")  # one planner at a time, the others wait here
    now, steps = clock.now(), _due_steps(clock.today())
    written = _insert(steps, now) if steps else 0
    if written:
        told = CaseReminder.objects.filter(planned_at=now).order_by().values_list("recipient", flat=True).distinct()
        key = f"{KIND}:{clock.today()}"
        Notice.objects.bulk_create([Notice(user_id=one, kind=KIND, key=key) for one in told], ignore_conflicts=True)
    _address(now)
    Heartbeat.objects.filter(loop="petitions").update(beat_at=now)
    return written


def _due_steps(today: date) -> list[tuple[int, int, int, date]]:
    """What falls due by ``today``: rule id, occurrence, whether those above hear too, latest deadline it holds for."""
    calendar = WorkCalendar.current()
    earliest = Petition.objects.filter(is_sealed=False).aggregate(first=Min("due_on"))["first"]
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


def _insert(steps: list[tuple[int, int, int, date]], now: datetime) -> int:
    """One statement for all rules and petitions; the names in it are ours, every value is a parameter."""
    rows = " UNION ALL ".join(["SELECT %s AS rule_id, %s AS occurrence, %s AS to_head, %s AS latest_due"] * len(steps))
    roles = sorted(grants.roles_with(REGISTER))
    sql = _MISSING.format(steps=rows, roles=_marks(roles), under_review=_marks(UNDER_REVIEW))
    today = connection.ops.adapt_datefield_value(clock.today())
    flat = [value for *numbers, day in steps for value in (*numbers, connection.ops.adapt_datefield_value(day))]
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*roles, today, today, moment, *flat, *(state.value for state in UNDER_REVIEW)])
        return int(cursor.rowcount)


def _marks(values: Any) -> str:
    return ", ".join(["%s"] * len(values))


def _address(now: datetime) -> None:
    """Put the reminders that no e-mail carries yet into one e-mail per person."""
    waiting = CaseReminder.objects.filter(delivery=None, recipient__is_active=True).exclude(recipient__email="")
    people = waiting.order_by().values_list("recipient", flat=True).distinct()
    Delivery.objects.bulk_create([Delivery(recipient_id=person, created_at=now) for person in people])
    mine = Delivery.objects.filter(recipient=OuterRef("recipient"), created_at=now)
    CaseReminder.objects.filter(pk__in=waiting.order_by().values("pk")).update(delivery=Subquery(mine.values("pk")[:1]))


def lines_of(mail: Delivery) -> list[DueLine]:
    """Of this mail: petitions that still run under the same deadline, and are still this person's to see."""
    seen = Petition.objects.visible_to(Rights.of(mail.recipient)).filter(is_sealed=False, due_on__isnull=False)
    told = CaseReminder.objects.filter(delivery=mail, petition__in=seen.order_by().values("pk"))
    kept = {one.petition_id: one.petition for one in told.select_related("petition").order_by("deadline", "pk")}
    rounds_told = {(one.petition_id, one.clock_round) for one in told}
    return [
        DueLine(one.number, one.due_on, one.get_absolute_url(), _kind_of(one))
        for one in kept.values()
        if one.due_on is not None and (one.pk, one.clock_round) in rounds_told
    ]


def _kind_of(petition: Petition) -> DayKind:
    running = petition.running_clock
    return running.kind if running else DayKind.CALENDAR


def declare() -> None:
    """Called once when the channel starts."""
    words = gettext_lazy("有信访件的法定期限快到了，或者已经过了")
    rounds.register(Round(KIND, words, "petitions:list", lines_of))
    rounds.register(Round(ANSWERED, gettext_lazy("信访人回答了你的提问"), "petitions:list", url_of=case_answered))


def case_answered(key: str, rights: Rights) -> str:
    """The case whose petitioner gave the answer that a notice tells of; empty out of sight."""
    answer = key.removeprefix(f"{ANSWERED}:")
    seen: PetitionQuerySet = Petition.objects.visible_to(rights)
    found = seen.filter(supplements=int(answer)).first() if answer.isdigit() else None
    return found.get_absolute_url() if found else ""
