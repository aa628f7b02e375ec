"""What the shared rooms show of this channel: the record behind an item, work that waits, how often it was held."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from outreach.calendars.lights import DayKind
from outreach.ledger.sources import RecordLink, WorkLine
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.queries import waiting_at_the_desk
from petitions.workflow import PETITIONS

_MOST_WORK_LINES = 20


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The petition behind an item: its number for everybody, the case for those who may open it; a sealed one never."""
    petition = Petition.objects.filter(issue_id=issue_id, is_sealed=False).order_by("pk").first()
    if petition is None:
        return None
    may_open = Petition.objects.visible_to(rights).filter(pk=petition.pk).exists()
    summary = f"{petition.get_kind_display()} · {petition.get_arrival_display()}"
    return RecordLink(petition.number, petition.get_absolute_url() if may_open else "", summary)


def work_lines(rights: Rights) -> Sequence[WorkLine]:
    """What waits at the desk of this person."""
    return [
        WorkLine(
            title=petition.title,
            url=petition.get_absolute_url(),
            detail=f"{petition.number} · {petition.unit}",
            verb=next((offer.step.label for offer in PETITIONS.offers(petition, rights)), ""),
            due_on=petition.due_on,
            day_kind=DayKind.CALENDAR,
        )
        for petition in waiting_at_the_desk(rights).select_related("unit", "referred_to")[:_MOST_WORK_LINES]
    ]


def times_held(first: date, last: date) -> Mapping[int, int]:
    """How many petitions came from each unit in these days; sealed ones are not counted anywhere."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    counted = Petition.objects.filter(is_sealed=False, received_at__gte=start, received_at__lt=end).order_by()
    return dict(counted.values_list("unit").annotate(n=Count("pk")))
