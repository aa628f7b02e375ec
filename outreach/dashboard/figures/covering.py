"""Coverage 覆盖: which unit had visits in which month, and where nobody has been for long."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from django.http import QueryDict

from outreach.calendars.limits import limits
from outreach.common.text import clean_text
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.permissions import SEE_QUOTA
from outreach.dashboard.limits import COVERAGE
from outreach.dashboard.permissions import WALLCHART
from outreach.dashboard.scope import Scope
from outreach.ledger.sources import sources
from outreach.org.models import Cadre, OrgUnit

PAGE_SIZE = 50
MONTHS_BACK = 11
GAPS = ("30", "60", "90", "180", "never")
_LONGEST_KEY = 12
_MOST_LEADERS = 200


@dataclass(frozen=True)
class Month:
    """One column: its days, and whether it is over or still to come."""

    first: date
    last: date
    today: date

    @cached_property
    def is_over(self) -> bool:
        return self.last < self.today

    @cached_property
    def name(self) -> str:
        """As every cell below it says: ``2026-11``."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Cell:
    """One unit in one month; ``url`` opens the visits that are counted."""

    month: Month
    done: int
    planned: int
    url: str


class Place(NamedTuple):
    """A unit as the grid names it; there may be thousands of them to look through."""

    pk: int
    name: str
    above: str | None


@dataclass(frozen=True)
class Row:
    """One unit; ``days`` since somebody was there, None where nobody ever was."""

    unit: Place
    days: int | None
    is_gap: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """A page of the grid, and how many units are long without a visit."""

    rows: list[Row]
    months: list[Month]
    units: int
    gaps: int
    limit_days: int
    number: int
    is_last: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what cannot be read is left out."""

    below: int | None
    gap: str
    q: str
    page: int

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        below, page, gap = params.get("below", ""), params.get("page", ""), params.get("gap", "")
        return cls(
            int(below) if _is_number(below) else None,
            gap if gap in GAPS else "",
            clean_text(params.get("q", "")).strip()[:60],
            max(1, int(page)) if _is_number(page) else 1,
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _LONGEST_KEY


def months_around(today: date) -> list[Month]:
    """The last twelve months with this one, and the next."""
    start = today.year * 12 + today.month - 1
    firsts = [date(n // 12, n % 12 + 1, 1) for n in range(start - MONTHS_BACK, start + 3)]
    return [Month(first, following - timedelta(days=1), today) for first, following in pairwise(firsts)]


def grid(scope: Scope, asked: Asked) -> Grid:
    """As many statements for ten units as for five thousand, for any number of visits."""
    limit = limits.length(COVERAGE)
    last = last_days()
    reach = _reach(scope, asked)
    days = {unit: (scope.today - last[unit]).days if unit in last else None for unit in reach}
    shown = [unit for unit in reach if _is_asked(days[unit], asked.gap)]
    if asked.gap:  # where nobody ever was comes first, then the longest; else in the order of the tree
        shown.sort(key=lambda unit: (days[unit] is not None, -(days[unit] or 0)))
    number = min(asked.page, max(1, -(-len(shown) // PAGE_SIZE)))
    page = shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    months = months_around(scope.today)
    return Grid(
        rows=_rows(scope, [reach[unit] for unit in page], months, days, limit),
        months=months,
        units=len(reach),
        gaps=sum(_is_gap(days[unit], limit) for unit in reach),
        limit_days=limit,
        number=number,
        is_last=number * PAGE_SIZE >= len(shown),
    )


def last_days() -> Mapping[int, date]:
    """Per unit the last day somebody was there, whichever channel they went for."""
    last: dict[int, date] = {}
    for source in sources:
        for unit, day in source.visits.last_days().items() if source.visits else ():
            last[unit] = max(day, last.get(unit, day))
    return last


def _reach(scope: Scope, asked: Asked) -> dict[int, Place]:
    """The grassroots units of the reader by key, in the order of the tree."""
    units = scope.rights.reach(WALLCHART).grassroots()
    if asked.q:
        units = units.named_like(asked.q)
    if asked.below and (above := OrgUnit.objects.filter(pk=asked.below).first()):
        units = units.filter(path__startswith=above.path)
    found = units.order_by("path").values_list("pk", "name", "parent__name")
    return {key: Place(key, name, above) for key, name, above in found}


def _is_asked(days: int | None, gap: str) -> bool:
    if not gap or days is None:
        return True
    return gap != "never" and days > int(gap)


def _is_gap(days: int | None, limit: int) -> bool:
    return days is None or days > limit


def _rows(
    scope: Scope, page: list[Place], months: list[Month], days: Mapping[int, int | None], limit: int
) -> list[Row]:
    units = [unit.pk for unit in page]
    done, planned = _counted(scope, units, months[0].first, months[-1].last)
    url = next((source.visits.list_url for source in sources if source.visits), None)
    return [
        Row(
            unit,
            days[unit.pk],
            _is_gap(days[unit.pk], limit),
            [
                Cell(
                    month,
                    n := done[unit.pk, month.first],
                    planned[unit.pk, month.first],
                    url(unit.pk, month.first, month.last) if n and url else "",
                )
                for month in months
            ],
        )
        for unit in page
    ]


Counts = Counter[tuple[int, date]]


def _counted(scope: Scope, units: Collection[int], first: date, last: date) -> tuple[Counts, Counts]:
    """Held and intended, by unit and first day of the month."""
    done: Counts = Counter()
    planned: Counts = Counter()
    for source in sources:
        if source.visits and units:
            done.update(source.visits.held_by_month(units, first, last))
            planned.update(source.visits.planned_by_month(scope.rights, units, first, last))
    return done, planned


@dataclass(frozen=True)
class Quota:
    """What one leader has done of what is due in this quarter, over the points they lead: a third visit to one point
    does not stand in for the first to another.
    """

    leader: Cadre
    points: int
    done: int
    due: int


def quotas(scope: Scope) -> list[Quota]:
    """Seen by the leader bound by it and by the office; in the order of names in the tree, never of figures."""
    rights = scope.rights
    if rights.user is None:
        return []
    points = ContactPoint.objects.visible_to(rights).active(scope.today).select_related("leader__user", "leader__unit")
    if rights.may(SEE_QUOTA):
        points = points.filter(rights.as_q(SEE_QUOTA, "unit"))
    else:
        points = points.filter(leader__user=rights.user)
    by_leader: dict[int, list[ContactPoint]] = {}
    for point in points.order_by("leader__unit__path", "leader__user__full_name", "pk"):
        by_leader.setdefault(point.leader_id, []).append(point)
    times: Counter[int] = Counter()
    for source in sources:
        if source.visits and by_leader:
            times.update(source.visits.leader_times(scope.quarter.first, scope.today))
    return [
        Quota(
            led[0].leader,
            len(led),
            sum(min(times[point.pk], point.visit_quota) for point in led),
            sum(point.visit_quota for point in led),
        )
        for led in list(by_leader.values())[:_MOST_LEADERS]
    ]
