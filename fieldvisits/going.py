"""What the shared rooms ask of visits: where nobody has been, whether leaders went, what was solved at once."""

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse

from fieldvisits.models import Outcome, Visit, VisitFinding, VisitPlan
from fieldvisits.queries import times_led
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.sources import Visits
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


def last_days() -> Mapping[int, date]:
    """Per unit the last day somebody was there: one look into the index for each unit, whatever the visits."""
    newest = Visit.objects.filter(unit=OuterRef("pk")).order_by("-visited_on").values("visited_on")[:1]
    units = OrgUnit.objects.order_by().annotate(last=Subquery(newest)).values_list("pk", "last")
    return {unit: day for unit, day in units if day is not None}


def held_by_month(units: Collection[int], first: date, last: date) -> Mapping[tuple[int, date], int]:
    """Visits of these units per month, by the first day of it."""
    held = Visit.objects.filter(unit__in=units, visited_on__range=(first, last)).order_by()
    counted = held.annotate(month=TruncMonth("visited_on")).values_list("unit", "month").annotate(n=Count("pk"))
    return {(unit, month): n for unit, month, n in counted}


def planned_by_month(rights: Rights, units: Collection[int], first: date, last: date) -> Mapping[tuple[int, date], int]:
    """Standing plans of these units per month; an unannounced visit stays unannounced."""
    plans = VisitPlan.objects.visible_to(rights).standing().order_by()
    plans = plans.filter(contact_point__unit__in=units, planned_on__range=(first, last))
    by_month = plans.annotate(month=TruncMonth("planned_on")).values_list("contact_point__unit", "month")
    return {(unit, month): n for unit, month, n in by_month.annotate(n=Count("pk"))}


def list_url(unit: int, first: date, last: date) -> str:
    """The visits of a unit in these days."""
    return f"{reverse('fieldvisits:list')}?{urlencode({'unit': unit, 'since': first, 'until': last})}"


def leader_times(first: date, last: date) -> Mapping[int, int]:
    """Per contact point how often its own leader was there in these days: what the quota counts."""
    counted = ContactPoint.objects.order_by().annotate(n=times_led(first, last)).exclude(n=None)
    return dict(counted.values_list("pk", "n"))


def solved_there(rights: Rights, first: date, last: date) -> int:
    """Findings of these days that were solved before the visitors left, on visits this reader may see."""
    visits = Visit.objects.visible_to(rights).filter(visited_on__range=(first, last)).order_by()
    return VisitFinding.objects.filter(visit__in=visits.values("pk"), outcome=Outcome.SOLVED_ON_SPOT).count()


def solved_url(first: date, last: date) -> str:
    """The list of those findings."""
    query = urlencode({"outcome": Outcome.SOLVED_ON_SPOT.value, "since": first, "until": last})
    return f"{reverse('fieldvisits:findings')}?{query}"


VISITS = Visits(
    last_days=last_days,
    leader_times=leader_times,
    solved_there=solved_there,
    solved_url=solved_url,
    held_by_month=held_by_month,
    planned_by_month=planned_by_month,
    list_url=list_url,
)
