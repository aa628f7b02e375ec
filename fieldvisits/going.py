"""What the shared rooms ask of visits: where nobody has been, whether leaders went, what was solved at once."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Max
from django.urls import reverse

from fieldvisits.models import Outcome, Visit, VisitFinding
from outreach.ledger.sources import Visits
from outreach.org.scoping import Rights


def last_days() -> Mapping[int, date]:
    """Per unit the last day somebody was there."""
    return dict(Visit.objects.order_by().values_list("unit").annotate(Max("visited_on")))


def leader_times(first: date, last: date) -> Mapping[int, int]:
    """Per contact point how often its own leader was there in these days: what the quota counts."""
    held = Visit.objects.filter(visited_on__range=(first, last), leader=F("contact_point__leader")).order_by()
    return dict(held.values_list("contact_point").annotate(Count("pk")))


def solved_there(rights: Rights, first: date, last: date) -> int:
    """Findings of these days that were solved before the visitors left, on visits this reader may see."""
    visits = Visit.objects.visible_to(rights).filter(visited_on__range=(first, last)).order_by()
    return VisitFinding.objects.filter(visit__in=visits.values("pk"), outcome=Outcome.SOLVED_ON_SPOT).count()


def solved_url(first: date, last: date) -> str:
    """The list of those findings."""
    query = urlencode({"outcome": Outcome.SOLVED_ON_SPOT.value, "since": first, "until": last})
    return f"{reverse('fieldvisits:findings')}?{query}"


VISITS = Visits(last_days=last_days, leader_times=leader_times, solved_there=solved_there, solved_url=solved_url)
