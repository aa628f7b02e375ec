"""Questions about candidates: which units could become contact points, in which order, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from outreach.common import clock
from outreach.contactpoints.models import ContactPoint, RankingWeights, UnitAssessment
from outreach.contactpoints.permissions import RANK
from outreach.contactpoints.ranking import OFFICE, OFFICE_WEIGHT, Candidate, Ranked, rank
from outreach.contactpoints.signs import Seen, Sign, witnesses
from outreach.org.models import GRASSROOTS, OrgUnit
from outreach.org.scoping import Rights

PAGE_SIZE = 50


@dataclass(frozen=True)
class Cell:
    """One figure of one unit: how many, what it brought, and where its rows are."""

    sign: Sign
    n: int
    points: Decimal
    url: str


@dataclass(frozen=True)
class Row:
    """One unit in the ranking; ``point`` is the key of its active contact point."""

    ranked: Ranked
    unit: OrgUnit
    above: OrgUnit | None
    signs: list[Sign]
    assessment: UnitAssessment | None
    point: int | None

    @property
    def cells(self) -> list[Cell]:
        """Worked out for the rows of a page only: a ranking may have thousands."""
        figures, parts, unit = self.ranked.candidate.figures, self.ranked.parts, self.unit.pk
        return [
            Cell(sign, n, parts[sign.key], sign.url(unit) if sign.url and n else "")
            for sign in self.signs
            for n in (figures[sign.key],)
        ]

    @property
    def office_points(self) -> Decimal:
        return self.ranked.parts[OFFICE]


@dataclass(frozen=True)
class Ranking:
    """All candidates of one reader as of a day, with the weights that made the order."""

    rows: list[Row]
    seen: Seen
    weights: Mapping[str, int]
    settings: RankingWeights | None
    today: date

    def row_of(self, unit: OrgUnit) -> Row | None:
        return next((row for row in self.rows if row.unit.pk == unit.pk), None)


def weights_of(signs: list[Sign], settings: RankingWeights | None) -> dict[str, int]:
    """Of these signs and of the office's judgement: as set, else as declared."""
    declared = {sign.key: sign.weight for sign in signs} | {OFFICE: OFFICE_WEIGHT}
    kept = settings.weights if settings else {}
    return {key: int(kept.get(key, weight)) for key, weight in declared.items()}


def ranking(rights: Rights) -> Ranking:
    """As many statements for ten units as for five thousand."""
    today = clock.today()
    units = {unit.pk: unit for unit in OrgUnit.objects.active().order_by("path").defer("pinyin")}
    seen = witnesses.ask(rights, today)
    counts = seen.below({pk: unit.path for pk, unit in units.items()})
    judged = {one.unit_id: one for one in UnitAssessment.objects.visible_to(rights).newest()}
    settings = RankingWeights.current()
    weights = weights_of(seen.signs, settings)
    candidates = [
        Candidate(
            pk,
            {sign.key: counts[sign.key].get(pk, 0) for sign in seen.signs},
            judged[pk].total if pk in judged else None,
        )
        for pk, unit in units.items()
        if unit.kind in GRASSROOTS and rights.covers(RANK, unit.path)
    ]
    points = dict(ContactPoint.objects.active(today).order_by().values_list("unit", "pk"))
    rows = [
        Row(
            one,
            unit := units[one.candidate.unit],
            units.get(unit.parent_id or 0),
            seen.signs,
            judged.get(unit.pk),
            points.get(unit.pk),
        )
        for one in rank(candidates, weights)
    ]
    return Ranking(rows, seen, weights, settings, today)


@dataclass(frozen=True)
class RankingPage:
    """Some rows of a ranking, under one unit where ``below`` is set; places are those of the whole ranking."""

    rows: list[Row]
    number: int
    is_last: bool
    below: OrgUnit | None
    parents: list[OrgUnit]


def page_of_ranking(made: Ranking, params: QueryDict) -> RankingPage:
    """What the address asks for with ``below`` and ``page``; anything else is the first page of all."""
    parents = {row.above.pk: row.above for row in made.rows if row.above}
    asked, page = params.get("below", ""), params.get("page", "")
    below = parents.get(int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    rows = [row for row in made.rows if below is None or row.unit.path.startswith(below.path)]
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    number = min(max(1, number), max(1, -(-len(rows) // PAGE_SIZE)))
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    in_order = sorted(parents.values(), key=lambda unit: unit.path)
    return RankingPage(shown, number, number * PAGE_SIZE >= len(rows), below, in_order)


def figures_now(unit: OrgUnit, rights: Rights) -> dict[str, Any]:
    """The figures of one unit and everything under it, to be kept, each under its key."""
    seen = witnesses.ask(rights, clock.today(), unit.path)
    return {"on": str(clock.today()), "figures": seen.whole()}


def choice_now(unit: OrgUnit, rights: Rights) -> dict[str, Any]:
    """Why a unit stood where it stood in the ranking of today, to be kept with the choice."""
    made = ranking(rights)
    kept = figures_now(unit, rights)
    row = made.row_of(unit)
    if row is not None:
        kept |= {
            "place": row.ranked.place,
            "among": len(made.rows),
            "total": str(row.ranked.total),
            "parts": {key: str(points) for key, points in row.ranked.parts.items()},
            "weights": dict(made.weights),
            "office": row.assessment.total if row.assessment else None,
        }
    return kept


@dataclass(frozen=True)
class Chosen:
    """What spoke for a point when it was set up, as this reader may be told."""

    on: date
    why: str
    place: int | None
    among: int | None
    total: str
    figures: list[tuple[str, int]]


def chosen(point: ContactPoint, rights: Rights) -> Chosen | None:
    """None for those who do not see the ranking, and for points that were set up before figures were kept."""
    kept = point.chosen_on_figures
    if not kept or not rights.covers(RANK, point.unit.path):
        return None
    return Chosen(
        date.fromisoformat(kept["on"]),
        point.chosen_why,
        kept.get("place"),
        kept.get("among"),
        kept.get("total", ""),
        told_figures(kept, point.unit, rights),
    )


def told_figures(kept: Mapping[str, Any], unit: OrgUnit, rights: Rights) -> list[tuple[str, int]]:
    """Kept figures with their labels; those of a room this reader sees nothing of are left out, whoever kept them.

    They were counted by somebody who may have seen more, so they are for those who choose among units alone: a head
    who reads that seven items were open, and sees six, would know that one is kept from them.
    """
    if not rights.covers(RANK, unit.path):
        return []
    figures = kept["figures"]
    return [
        (str(sign.label), figures[sign.key]) for sign in witnesses.seen_by(rights, unit.path) if sign.key in figures
    ]
