"""Which days suit a visit: workdays, when no other leader goes there that week, and the unit is not at its limit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from fieldvisits.models import PeakPeriod, VisitPlan
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights

_PROPOSED = 3
#: Some notice before the first day that is proposed, and how far apart proposals are.
_NOTICE, _APART = timedelta(days=3), timedelta(days=7)
_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Going:
    """A plan as others need to know of it: which place of the tree, when, and whose."""

    path: str
    on: date
    leader: int
    point: int


class Timing:
    """What stands in the way of going to these points in these days, read in two statements for all of them."""

    def __init__(self, points: Iterable[ContactPoint], first: date, last: date, rights: Rights) -> None:
        self._calendar = WorkCalendar.current()
        self._first, self._last = first, last
        self._going = _going(points := list(points), first - _WEEK, last + _WEEK, rights)
        self._peaks = _peaks(points, first, last)

    def warnings(self, point: ContactPoint, day: date) -> list[str]:
        """What speaks against this day, in words; none of it forbids it."""
        return [words for words in (self._holiday(day), self._others(point, day), self._peak(point, day)) if words]

    def proposals(self, point: ContactPoint) -> list[date]:
        """The next days that nothing speaks against, a week apart; none that is planned already."""
        taken = {one.on for one in self._going if one.point == point.pk}
        day = max(self._first, clock.today() + _NOTICE, point.since)
        end = min(self._last, point.until or self._last)
        found: list[date] = []
        while day <= end and len(found) < _PROPOSED:
            if day in taken or self.warnings(point, day):
                day += timedelta(days=1)
                continue
            found.append(day)
            day += _APART
        return found

    def _holiday(self, day: date) -> str:
        if not self._calendar.is_workday(day):
            return _("这天是休息日")
        if not self._calendar.is_published(day.year):
            return _("%(year)d 年的节假日还没有公布，这天是不是工作日是估计的") % {"year": day.year}
        return ""

    def _others(self, point: ContactPoint, day: date) -> str:
        """Several leaders in one place in one week are a burden (为基层减负)."""
        monday = day - timedelta(days=day.weekday())
        same_week = (one for one in self._going if monday <= one.on <= monday + _WEEK)
        path = point.unit.path
        is_met = any(
            one.leader != point.leader_id and (one.path.startswith(path) or path.startswith(one.path))
            for one in same_week
        )
        return _("这一周已有其他领导要去这里") if is_met else ""

    def _peak(self, point: ContactPoint, day: date) -> str:
        why = next((peak.why for peak in self._peaks[point.pk] if peak.first <= day <= peak.last), "")
        return _("单位正忙：%(why)s") % {"why": why} if why else ""


def timing_of(point: ContactPoint, day: date, rights: Rights) -> Timing:
    return Timing([point], day, day, rights)


def _going(points: list[ContactPoint], first: date, last: date, rights: Rights) -> list[Going]:
    """Plans in these days as far as this planner may know: an unannounced visit of somebody else stays unannounced."""
    if not points:
        return []
    known = Q(pk__in=VisitPlan.objects.visible_to(rights).order_by().values("pk")) | Q(is_unannounced=False)
    plans = VisitPlan.objects.standing().filter(known, planned_on__range=(first, last)).order_by()
    rows = plans.values_list("contact_point__unit__path", "planned_on", "contact_point__leader", "contact_point")
    return [Going(*row) for row in rows]


def _peaks(points: list[ContactPoint], first: date, last: date) -> Mapping[int, list[PeakPeriod]]:
    """By point: the peaks of its unit and of every unit above it."""
    above = {point.pk: {int(part) for part in point.unit.path.split("/") if part} for point in points}
    wanted = set().union(*above.values()) if above else set()
    peaks = list(PeakPeriod.objects.filter(unit__in=wanted, first__lte=last, last__gte=first)) if wanted else []
    found: dict[int, list[PeakPeriod]] = defaultdict(list)
    for pk, units in above.items():
        found[pk] = [peak for peak in peaks if peak.unit_id in units]
    return found
