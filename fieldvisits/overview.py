"""The conduct of a month's visits, unit by unit, for discipline inspectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from fieldvisits.conduct import RULES, Rule, is_breach
from fieldvisits.models import Visit, VisitQuerySet
from outreach.common import clock
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

_EARLIEST = date(2000, 1, 1)
PAGE_SIZE = 50


@dataclass(frozen=True)
class Month:
    """A month that has begun."""

    first: date

    @classmethod
    def read(cls, text: str) -> "Month":
        """From ``2026-11``; this month for anything else, and for a month still to come."""
        this = clock.today().replace(day=1)
        try:
            asked = date.fromisoformat(f"{text}-01")
        except ValueError:
            return cls(this)
        return cls(asked) if _EARLIEST <= asked <= this else cls(this)

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def previous(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def following(self) -> "Month | None":
        after = self.last + timedelta(days=1)
        return Month(after) if after <= clock.today() else None


@dataclass(frozen=True)
class Tally:
    """A number that opens exactly the visits it counts."""

    n: int
    url: str


@dataclass(frozen=True)
class Line:
    """One unit: its visits, those that break a rule, which rules, and how many of them say no reason."""

    unit: OrgUnit | None
    visits: Tally
    breaches: Tally
    rules: list[tuple[Rule, Tally]]
    unexplained: Tally


@dataclass(frozen=True)
class Overview:
    """A page of units, and all units of the month together."""

    lines: list[Line]
    total: Line
    units: int
    number: int
    is_last: bool


def visits_of(month: Month, rights: Rights) -> VisitQuerySet:
    """What the reader may see of the month."""
    return Visit.objects.visible_to(rights).filter(visited_on__range=(month.first, month.last))


def overview(month: Month, rights: Rights, page: int = 1) -> Overview:
    """Fifty units a page, those with most breaches first; one statement to count, however many visits there are."""
    counts = {
        "n": Count("pk"),
        "broken": Count("pk", filter=is_breach()),
        "silent": Count("pk", filter=is_breach() & Q(conduct_reason="")),
        **{rule.key: Count("pk", filter=rule.condition) for rule in RULES},
    }
    rows: list[Any] = list(visits_of(month, rights).order_by().values("unit", "unit__path").annotate(**counts))
    rows.sort(key=lambda row: (-row["broken"], -row["n"], row["unit__path"]))
    number = min(max(1, page), max(1, -(-len(rows) // PAGE_SIZE)))
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    units = OrgUnit.objects.select_related("parent").in_bulk([row["unit"] for row in shown])
    together = {key: sum(row[key] for row in rows) for key in counts}
    return Overview(
        lines=[_line(row, units[row["unit"]], month) for row in shown],
        total=_line(together, None, month),
        units=len(rows),
        number=number,
        is_last=number * PAGE_SIZE >= len(rows),
    )


def _line(row: Mapping[str, int], unit: OrgUnit | None, month: Month) -> Line:
    span = {"since": month.first, "until": month.last, **({"unit": unit.pk} if unit else {})}

    def tally(n: int, **asked: str) -> Tally:
        return Tally(n, f"{reverse('fieldvisits:list')}?{urlencode({**span, **asked})}")

    return Line(
        unit,
        tally(row["n"]),
        tally(row["broken"], conduct="breach"),
        [(rule, tally(row[rule.key], conduct=rule.key)) for rule in RULES if row[rule.key]],
        tally(row["silent"], conduct="unexplained"),
    )
