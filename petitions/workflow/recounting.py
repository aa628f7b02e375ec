"""An edited holiday moves what is counted in workdays, and the petitioner's last day where it was one."""

from datetime import timedelta

from django.db.models import Q

from outreach.calendars.clocks import Clock, DayKind
from outreach.calendars.limits import limits
from outreach.calendars.signals import Moved
from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.limits import FINAL_REQUEST, REVIEW_REQUEST
from petitions.models import HandlingOpinion, Petition, PetitionQuerySet
from petitions.states import State
from petitions.workflow.machine import PETITIONS
from petitions.workflow.step import REPLIED


def recount() -> list[Moved]:
    """Count again what the calendar touches; called in its transaction. The round of the clock stays."""
    moved = []
    for petition in _touched():
        clocks = {term: _recounted(stored) for term, stored in petition.clocks.items()}
        if clocks == petition.clocks:
            continue
        old = petition.due_on
        with PETITIONS.moving(petition, "move_deadline", Rights.system()) as move:
            move.row.clocks = clocks
            counts = move.row.clock_of(move.row.term) if old is not None else None
            move.row.due_on = counts.due_on if counts else old
            move.detail = {"from": str(old or ""), "due_on": str(move.row.due_on or "")}
        new = move.row.due_on
        if old is not None and new is not None and old != new and not petition.is_sealed:
            moved.append(Moved(petition.number, old, new, petition.get_absolute_url()))
    return moved


def _touched() -> PetitionQuerySet:
    """Simple matters, referrals that may be objected to, and replies that may still be taken higher."""
    since = clock.today() - timedelta(days=2 * max(limits.length(REVIEW_REQUEST), limits.length(FINAL_REQUEST)))
    told = HandlingOpinion.objects.filter(delivered_on__gte=since).order_by().values("petition")
    replied = Q(status__in=REPLIED, pk__in=told)
    simple = Q(is_simple=True, due_on__isnull=False)
    found: PetitionQuerySet = Petition.objects.filter(simple | replied | Q(status=State.REFERRED))
    return found


def _recounted(stored: dict[str, object]) -> dict[str, object]:
    held = Clock.from_json(stored)
    if held.kind == DayKind.CALENDAR and not held.rolls_forward:
        return stored
    return held.recomputed().to_json()
