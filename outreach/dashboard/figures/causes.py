"""What the open items are about, whose they are, and how far their measures have come."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise

from outreach.dashboard.permissions import WALLCHART
from outreach.dashboard.scope import Amount, Scope, ledger_url
from outreach.ledger.models import Measure
from outreach.ledger.states import Topic

MOST_TOPICS = 6
MOST_UNITS = 6
_SUBSIDIARIES = 2  # how deep they stand in the tree


@dataclass(frozen=True)
class Common:
    """One topic with its open items, and in how many units they were raised."""

    label: str | Promise
    amount: Amount
    units: int


@dataclass(frozen=True)
class Progress:
    """Measures of one unit: all that are planned, those due by today, those done."""

    unit: str
    url: str
    planned: int
    due: int
    done: int

    @property
    def behind(self) -> int:
        return max(0, self.due - self.done)

    @property
    def ahead(self) -> int:
        return max(0, self.done - self.due)


def common_problems(scope: Scope) -> list[Common]:
    """The topics with most open items; what has no topic is not a common problem."""
    counted = scope.issues.active().exclude(topic=Topic.OTHER).values("topic")
    rows = counted.annotate(n=Count("pk"), units=Count("unit", distinct=True)).order_by("-n", "topic")[:MOST_TOPICS]
    return [
        Common(Topic(row["topic"]).label, Amount(row["n"], ledger_url(topic=row["topic"])), row["units"])
        for row in rows
    ]


def late_units(scope: Scope) -> list[tuple[str, int]]:
    """Lead units with items that are late, the most first."""
    counted = scope.issues.overdue(scope.today).values("lead_unit").annotate(n=Count("pk"))
    rows = sorted(
        (-row["n"], scope.units[row["lead_unit"]].path, row["lead_unit"]) for row in counted if row["lead_unit"]
    )
    return [(str(scope.units[unit]), -negative) for negative, _path, unit in rows]


def measures(scope: Scope) -> list[Progress]:
    """Plan against now, per subsidiary, or per unit under it where the reader sees only one."""
    depth = _SUBSIDIARIES if scope.rights.everywhere(WALLCHART) else _SUBSIDIARIES + 1
    counted = (
        Measure.objects.filter(issue__in=scope.issues.active().values("pk"), issue__lead_unit__isnull=False)
        .order_by()
        .values("issue__lead_unit")
        .annotate(planned=Count("pk"), due=Count("pk", filter=Q(planned_on__lte=scope.today)), done=Count("done_at"))
    )
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in counted:
        place = scope.units[row["issue__lead_unit"]].path.split("/")[:-1]
        unit = int(place[min(depth, len(place)) - 1])
        for part, n in enumerate((row["planned"], row["due"], row["done"])):
            sums[unit][part] += n
    shown = sorted(sums, key=lambda unit: (-sums[unit][0], scope.units[unit].path))[:MOST_UNITS]
    return [Progress(str(scope.units[unit]), ledger_url(lead_unit=str(unit)), *sums[unit]) for unit in shown]
