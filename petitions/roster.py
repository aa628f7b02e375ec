"""The roster of receptions as people read it: the coming days with their places, and who comes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.ledger.states import State as IssueState
from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.limits import RECEPTIONS
from petitions.models import Petition, ReceptionDay, ReceptionDayQuerySet, ReceptionSlot, ReceptionSlotQuerySet
from petitions.permissions import RECEIVE, ROSTER
from petitions.states import MEETING_STANDS, OPEN, Meeting, State
from petitions.workflow.receptions import refusal_to_book

#: How far ahead a place can be booked, and the roster is shown.
DAYS_AHEAD = 92
#: Answered, a matter is judged by its petitioner: dissatisfied, it comes back, and the promise with it.
_BEING_WORKED_ON = tuple(state for state in OPEN if state != State.DELIVERED)
#: More promises than this do not fit the home page; the others follow as these are kept.
MOST_PROMISES = 10


@dataclass(frozen=True)
class RosterLine:
    """One day, with how many places are free and how many people wait for one."""

    day: ReceptionDay
    free: int
    waiting: int

    @property
    def month(self) -> date:
        """Its first day, to put the roster in order by months."""
        return self.day.held_on.replace(day=1)


@dataclass(frozen=True)
class Quota:
    """What one leader has held of what is due in this quarter, and what is still planned; no ranking."""

    cadre: Cadre
    held: int
    planned: int
    due: int

    @property
    def is_met(self) -> bool:
        return self.held >= self.due

    @property
    def is_missed(self) -> bool:
        """Not even what is planned is enough."""
        return self.held + self.planned < self.due


def quotas(rights: Rights) -> list[Quota]:
    """The office sees every leader's, by unit and name; a leader sees one's own, and nobody else any."""
    if rights.user is None or not (rights.may(ROSTER) or rights.may(RECEIVE)):
        return []
    cadres = Cadre.objects.filter(user__is_active=True).select_related("user", "unit").order_by("unit__path", "pk")
    if not rights.may(ROSTER):
        cadres = cadres.filter(user=rights.user)
    days = list(_days_of_this_quarter())
    today, due = clock.today(), limits.length(RECEPTIONS)
    found = []
    for cadre in cadres:
        own = [day for day in days if day.receiver.pk == cadre.pk]
        held = sum(day.held_on <= today for day in own)
        found.append(Quota(cadre, held, len(own) - held, due))
    return found


def _days_of_this_quarter() -> ReceptionDayQuerySet:
    today = clock.today()
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    following = (first + timedelta(days=93)).replace(day=1)
    days: ReceptionDayQuerySet = ReceptionDay.objects.standing().filter(held_on__gte=first, held_on__lt=following)
    return days.for_roster()


def coming_days() -> list[ReceptionDay]:
    """The published days, soonest first."""
    today = clock.today()
    return list(ReceptionDay.objects.coming(today).filter(held_on__lte=today + timedelta(DAYS_AHEAD)).for_roster())


def roster() -> list[RosterLine]:
    """Two statements, however many days."""
    days = coming_days()
    standing = ReceptionSlot.objects.filter(day__in=days, status__in=MEETING_STANDS).order_by()
    counted = standing.values("day").annotate(
        booked=Count("pk", Q(status=Meeting.BOOKED)), line=Count("pk", Q(status=Meeting.WAITING))
    )
    taken = {row["day"]: (row["booked"], row["line"]) for row in counted}
    lines = []
    for day in days:
        booked, line = taken.get(day.pk, (0, 0))
        lines.append(RosterLine(day, max(0, len(list(day.places())) - booked), line))
    return lines


def days_for(petition: Petition) -> list[ReceptionDay]:
    """Days on which this petition may be heard: nobody is offered a leader who has to keep away."""
    return [day for day in coming_days() if not refusal_to_book(petition, day)]


def reception_of(petition: Petition) -> ReceptionSlot | None:
    """The place that stands, else the latest conversation; None when there was none."""
    if petition.is_sealed:
        return None
    slots = petition.receptions.exclude(status=Meeting.GIVEN_UP).select_related(
        "day__cadre__user", "day__substitute__user", "received_by"
    )
    return slots.order_by("-pk").first()


def promises_of(rights: Rights) -> ReceptionSlotQuerySet:
    """What this person promised at receptions, until the petitioner has the reply; the nearest day first."""
    if rights.user is None:
        return ReceptionSlot.objects.none()
    made: ReceptionSlotQuerySet = ReceptionSlot.objects.visible_to(rights).filter(
        received_by=rights.user, promised_on__isnull=False
    )
    made = made.exclude(confirmed_at=None)
    # What became an item of the ledger and was struck off there is kept, too.
    made = made.filter(kept_at=None).exclude(items__issue__status=IssueState.CLOSED)
    return (
        made.filter(petition__status__in=_BEING_WORKED_ON)
        .select_related("petition")
        .order_by("promised_on")[:MOST_PROMISES]
    )


def words_awaited(rights: Rights) -> ReceptionSlotQuerySet:
    """What others wrote down as this person's promise, or as kept by them, without their yes or no so far."""
    if rights.user is None:
        return ReceptionSlot.objects.none()
    written: ReceptionSlotQuerySet = ReceptionSlot.objects.visible_to(rights).exclude(promise="")
    written = written.filter(received_by=rights.user, kept_at=None)
    written = written.filter(Q(confirmed_at=None, objection="") | ~Q(kept_how=""))
    return written.select_related("petition", "recorded_by", "kept_told_by").order_by("recorded_at")[:MOST_PROMISES]


def not_written_down(rights: Rights) -> ReceptionSlotQuerySet:
    """Whose conversation is over and of which nothing is on record yet, the oldest first."""
    past: ReceptionSlotQuerySet = ReceptionSlot.objects.visible_to(rights).filter(status=Meeting.BOOKED)
    past = past.filter(day__held_on__lt=clock.today(), day__cancelled_at=None)
    return past.select_related("petition", "day").order_by("day__held_on", "starts_at")[:MOST_PROMISES]


def waiting_for_a_day(rights: Rights) -> ReceptionSlotQuerySet:
    """Whose day was called off or is over, and no other is planned yet."""
    lost: ReceptionSlotQuerySet = ReceptionSlot.objects.visible_to(rights).left_over()
    return lost.select_related("petition", "day__cadre__user").order_by("pk")
