"""Contact points against the channels: what is open there, whether each channel was held, whether leaders went."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.calendars.lights import Light
from outreach.calendars.limits import limits
from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.figures.covering import last_days
from outreach.dashboard.limits import COVERAGE
from outreach.dashboard.permissions import WALLCHART
from outreach.dashboard.scope import Amount, Scope, ledger_url
from outreach.ledger.sources import Source, sources
from outreach.ledger.states import RUNNING, State
from outreach.org.models import OrgUnit

MOST_POINTS = 8
MOST_GAPS = 4


@dataclass(frozen=True)
class Load:
    """Open items of one place: all, and by what their clocks say."""

    active: int = 0
    late: int = 0
    soon: int = 0
    running: int = 0
    long_term: int = 0
    suspended: int = 0

    @property
    def light(self) -> Light:
        """That of the most urgent item."""
        by_urgency = [
            (self.late, Light.RED),
            (self.soon, Light.YELLOW),
            (self.running, Light.GREEN),
            (self.long_term, Light.BLUE),
            (self.suspended, Light.GREY),
        ]
        return next((light for n, light in by_urgency if n), Light.NONE)

    @property
    def words(self) -> str:
        if self.late:
            return ngettext("逾期 %(n)d", "逾期 %(n)d", self.late) % {"n": self.late}
        if self.soon:
            return ngettext("快到期 %(n)d", "快到期 %(n)d", self.soon) % {"n": self.soon}
        if not self.active:
            return _("没有事项")
        words = {Light.GREEN: _("按期"), Light.BLUE: _("长期坚持"), Light.GREY: _("已暂停")}
        return words.get(self.light, _("未起算"))


Loads = dict[tuple[int, str], Load]


@dataclass(frozen=True)
class Cell:
    """One channel at one point; ``is_held`` too where this reader may not know, so that nothing is said of it."""

    label: str | Promise
    load: Load
    amount: Amount
    is_held: bool


@dataclass(frozen=True)
class PointRow:
    """One contact point; ``visits`` and ``quota`` are None where they are not this reader's to know."""

    point: ContactPoint
    load: Load
    amount: Amount
    cells: list[Cell]
    visits: int | None
    quota: int | None

    @property
    def is_unvisited(self) -> bool:
        return self.visits == 0


@dataclass(frozen=True)
class Gap:
    """A unit where nobody has been for long; ``days`` is None where nobody ever was."""

    unit: OrgUnit
    url: str
    days: int | None


@dataclass(frozen=True)
class Coverage:
    """The grassroots units of this reader, and those where nobody has been for ``limit_days``."""

    units: int
    gaps: list[Gap]
    limit_days: int


def matrix(scope: Scope, points: Iterable[ContactPoint], channels: list[Source]) -> list[PointRow]:
    """A row for each point, those in most trouble first; the statements are as many as the channels."""
    points = list(points)
    loads = _loads(scope, points)
    held = (
        {source.key: source.times_held(scope.rights, scope.quarter.first, scope.today, None) for source in channels}
        if points
        else {}
    )
    visits = leader_visits(scope, points)
    rows = [_row(scope, point, channels, loads, held, visits) for point in points]
    return sorted(rows, key=lambda row: (-row.load.late, -row.load.soon, -row.load.active, row.point.unit.path))


def _row(
    scope: Scope,
    point: ContactPoint,
    channels: list[Source],
    loads: Loads,
    held: Mapping[str, Mapping[int, int]],
    visits: dict[int, int],
) -> PointRow:
    below = scope.below(point.unit.path)
    cells = [
        Cell(
            source.label,
            (load := _sum(loads, below, [source.key])),
            Amount(load.active, ledger_url(unit=str(point.unit_id), source=source.key)),
            not scope.rights.may(source.view_permission) or any(held[source.key].get(unit) for unit in below),
        )
        for source in channels
    ]
    whole = _sum(loads, below, [source.key for source in sources])
    amount = Amount(whole.active, ledger_url(unit=str(point.unit_id)))
    quota = point.visit_quota if point.pk in visits else None
    return PointRow(point, whole, amount, cells, visits.get(point.pk), quota)


def _loads(scope: Scope, points: list[ContactPoint]) -> Loads:
    """Open items per unit and channel, in one statement."""
    if not points:
        return {}
    below = {unit for point in points for unit in scope.below(point.unit.path)}
    counted = (
        scope.issues.active()
        .filter(unit__in=below)
        .values("unit", "source")
        .annotate(
            active=Count("pk"),
            late=Count("pk", filter=scope.is_late),
            soon=Count("pk", filter=scope.is_soon),
            running=Count("pk", filter=Q(status__in=RUNNING)),
            long_term=Count("pk", filter=Q(status=State.LONG_TERM)),
            suspended=Count("pk", filter=Q(status=State.SUSPENDED)),
        )
    )
    return {
        (row["unit"], row["source"]): Load(
            row["active"], row["late"], row["soon"], row["running"], row["long_term"], row["suspended"]
        )
        for row in counted
    }


def _sum(loads: Loads, units: list[int], keys: list[str]) -> Load:
    parts = [astuple(load) for unit in units for key in keys if (load := loads.get((unit, key)))]
    return Load(*map(sum, zip(*parts, strict=True)))


def leader_visits(scope: Scope, points: list[ContactPoint]) -> dict[int, int]:
    """How often the leader of each point was there in this quarter, for the points whose quota this reader may see."""
    going = [source.visits for source in sources if source.visits]
    if not points or not going:
        return {}
    pks = [point.pk for point in points]
    told = set(
        ContactPoint.objects.with_quota_for(scope.rights).filter(pk__in=pks).order_by().values_list("pk", flat=True)
    )
    times: Counter[int] = Counter()
    for visits in going if told else []:
        times.update(visits.leader_times(scope.quarter.first, scope.today))
    return {pk: times[pk] for pk in told}


def coverage(scope: Scope) -> Coverage:
    """The grassroots units in the reader's reach where nobody was for too long, the longest first."""
    days = limits.length(COVERAGE)
    reach = scope.rights.reach(WALLCHART).grassroots().order_by("path")
    last = last_days()
    units = list(reach)
    gaps = [
        Gap(unit, ledger_url(unit=str(unit.pk)), (scope.today - last[unit.pk]).days if unit.pk in last else None)
        for unit in units
    ]
    long = [gap for gap in gaps if gap.days is None or gap.days > days]
    long.sort(key=lambda gap: (gap.days is not None, -(gap.days or 0), gap.unit.path))
    return Coverage(len(units), long, days)
