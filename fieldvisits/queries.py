"""Questions about visits and plans that a page or another room asks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from fieldvisits.models import Visit, VisitFinding, VisitPlan, VisitQuerySet
from fieldvisits.permissions import RECORD
from fieldvisits.quarters import Quarter
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.sources import RecordLink, counted_by_unit
from outreach.org.models import OrgUnit, OrgUnitQuerySet
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Progress:
    """Done against due at one contact point in one quarter, and what is planned."""

    point: ContactPoint
    done: int
    last_visited_on: date | None
    plans: list[VisitPlan]

    @property
    def due(self) -> int:
        return self.point.visit_quota

    @property
    def missing(self) -> int:
        return max(0, self.due - self.done)

    @property
    def is_to_be_planned(self) -> bool:
        """More visits are missing than are planned for days to come."""
        return self.missing > sum(plan.is_to_come() for plan in self.plans)


def done_in(points: Iterable[ContactPoint], quarter: Quarter) -> dict[int, tuple[int, date | None]]:
    """By point id: visits of this quarter and the day of the newest one; only those with the point's own leader.

    For each point two looks into the index, however many visits lie behind.
    """
    counted = ContactPoint.objects.order_by().annotate(
        n=Coalesce(times_led(quarter.first, quarter.last), 0),
        newest=Subquery(led_there().order_by("-visited_on").values("visited_on")[:1]),
    )
    asked = counted.filter(pk__in=[point.pk for point in points])
    return {point: (n, newest) for point, n, newest in asked.values_list("pk", "n", "newest")}


def led_there() -> VisitQuerySet:
    """Of the contact point outside: visits with its leader of that day, to its present period and the one before."""
    visits: VisitQuerySet = Visit.objects.filter(
        Q(contact_point=OuterRef("pk")) | Q(contact_point=OuterRef("renews"))
    ).order_by()
    return visits.by_its_leader()


def times_led(first: date, last: date) -> Subquery:
    """How many of them in these days; nothing where there was none."""
    of_days = led_there().filter(visited_on__range=(first, last)).annotate(all=Value(1)).values("all")
    return Subquery(of_days.annotate(n=Count("pk")).values("n"))


def progress_of(points: Iterable[ContactPoint], quarter: Quarter) -> list[Progress]:
    """For these points, in their order."""
    points = list(points)
    done = done_in(points, quarter)
    plans = defaultdict(list)
    for plan in VisitPlan.objects.filter(
        contact_point__in=points, planned_on__range=(quarter.first, quarter.last)
    ).select_related("planned_by"):
        plans[plan.contact_point_id].append(plan)
    rows = []
    for point in points:
        n, newest = done.get(point.pk, (0, None))
        rows.append(Progress(point, n, newest, plans[point.pk]))
    return rows


def times_held(_rights: Rights, first: date, last: date, units: OrgUnitQuerySet | None) -> Mapping[int, int]:
    """How many visits each unit had in these days, by unit id: whoever comes next should know, whoever came before."""
    return counted_by_unit(Visit.objects.filter(visited_on__range=(first, last)), units)


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The visit an item was found on; without an address where this reader may not open it."""
    visits = Visit.objects.select_related("unit", "author")
    visit = visits.filter(Q(findings__issue=issue_id) | Q(minutes__decisions__issue=issue_id)).first()
    if visit is None:
        return None
    title = _("%(day)s 在%(unit)s现场办公") % {"day": visit.visited_on, "unit": visit.unit}
    if not Visit.objects.visible_to(rights).filter(pk=visit.pk).exists():
        return RecordLink(title=title, url="")
    return RecordLink(title=title, url=visit.get_absolute_url(), summary=visit.purpose)


def without_visit(plans: Iterable[VisitPlan]) -> list[VisitPlan]:
    """Those whose point its leader has not visited since the planned day began; nobody else goes instead."""
    plans = list(plans)
    since = min((plan.planned_on for plan in plans), default=clock.today())
    visits = Visit.objects.filter(
        contact_point__in={plan.contact_point_id for plan in plans}, visited_on__gte=since
    ).order_by()
    visits = visits.by_its_leader()
    held = defaultdict(list)
    for point, day in visits.values_list("contact_point", "visited_on"):
        held[point].append(day)
    return [plan for plan in plans if not any(day >= plan.planned_on for day in held[plan.contact_point_id])]


def recent_units(rights: Rights) -> list[OrgUnit]:
    """Where this person goes: own contact points, then the units visited last; at most four."""
    points = ContactPoint.objects.visible_to(rights).active().filter(leader__user=rights.user)
    units = {point.unit_id: point.unit for point in points.select_related("unit")[:4]}
    for visit in Visit.objects.filter(author=rights.user).select_related("unit")[:12]:
        units.setdefault(visit.unit_id, visit.unit)
    return [unit for unit in units.values() if unit.is_active and rights.covers(RECORD, unit.path)][:4]


@dataclass(frozen=True)
class Told:
    """A finding and what became of it; ``issue`` is empty where this reader may not see the item."""

    finding: VisitFinding
    issue: Issue | None
    light: TimeLight | None

    @property
    def support(self) -> SupportRequest | None:
        """What the item carries of what was promised."""
        return self.finding.support_request if self.issue else None


def told(visit: Visit, rights: Rights) -> list[Told]:
    """The findings of a visit in their order, with the state of their items as this reader may see them."""
    findings = list(visit.findings.all())
    wanted = [finding.issue_id for finding in findings if finding.issue_id]
    issues = Issue.objects.visible_to(rights).for_list().in_bulk(wanted) if wanted else {}
    calendar = WorkCalendar.current()
    stories = []
    for finding in findings:
        issue = issues.get(finding.issue_id) if finding.issue_id else None
        stories.append(Told(finding, issue, light_of(issue, calendar) if issue else None))
    return stories
