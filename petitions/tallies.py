"""Counting the figures: in all, by unit and by month, with what is too small to tell kept back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from os.path import commonpath
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from outreach.common import clock
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.figures import FIGURES, MET, RECEIVED, SPONSORED, WHOLE, Figure, Period, Place
from petitions.models import CountedCase, CountedCaseQuerySet


@dataclass
class Tally:
    """The parts of one figure in one place and time."""

    figure: Figure
    met: int = 0
    whole: int = 0
    #: Kept back though large enough by itself: together with its neighbours it would tell a small one.
    is_kept_back: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.is_kept_back or self.is_small

    @property
    def is_small(self) -> bool:
        return 0 < self.whole < self.figure.least

    @property
    def percent(self) -> int | None:
        return round(100 * self.met / self.whole) if self.whole and not self.is_hidden else None


Row = dict[str, Tally]


def _row() -> Row:
    return {figure.key: Tally(figure) for figure in FIGURES}


@dataclass
class Counted:
    """The figures of a period: all together, by unit one level down, and by month."""

    total: Row = field(default_factory=_row)
    by_unit: dict[OrgUnit, Row] = field(default_factory=dict)
    #: The unit that the others stand under; what is its own is a line of its own.
    above: str = ""
    by_month: dict[date, Row] = field(default_factory=dict)


def count(rights: Rights, period: Period, place: Place, today: date | None = None) -> Counted:
    """Three statements, however many petitions and units."""
    today = today or clock.today()
    units = {unit.pk: unit for unit in OrgUnit.objects.order_by("path").defer("pinyin")}
    lines = [
        (figures, line)
        for figures in ([one for one in FIGURES if one.by == by] for by in (RECEIVED, SPONSORED))
        for line in _lines(rights, period, place, figures, today)
    ]
    above = _above([units[line["unit"]] for _figures, line in lines], place.unit or next(iter(units.values())))
    counted = Counted(by_month={month: _row() for month in period.months}, above=above)
    by_unit: defaultdict[int, Row] = defaultdict(_row)
    for figures, line in lines:
        child = _child_of(units[line["unit"]], above)
        for row in (counted.total, by_unit[child], counted.by_month[line["month"]]):
            _add(row, figures, line)
    counted.by_unit = {unit: by_unit[pk] for pk, unit in units.items() if pk in by_unit}
    for rows in (counted.by_unit.values(), counted.by_month.values()):
        _keep_back(rows)
    return counted


def _lines(rights: Rights, period: Period, place: Place, figures: list[Figure], today: date) -> Iterable[Any]:
    """One line for each unit and month: how many of each part."""
    by = figures[0].by
    parts = {
        f"{figure.key}_{part}": Count("pk", filter=figure.condition(part, today))
        for figure in figures
        for part in (MET, WHOLE)
    }
    visible: CountedCaseQuerySet = CountedCase.objects.visible_to(rights)
    found = visible.filter(period.within(by), place.condition).order_by()
    return found.annotate(month=TruncMonth(by)).values("unit", "month").annotate(**parts)


def _add(row: Row, figures: list[Figure], line: dict[str, Any]) -> None:
    for figure in figures:
        row[figure.key].met += line[f"{figure.key}_met"]
        row[figure.key].whole += line[f"{figure.key}_whole"]


def _keep_back(rows: Iterable[Row]) -> None:
    """A single small cell could be worked out from the total and the others: the next smallest is kept back too."""
    for figure in FIGURES:
        cells = [row[figure.key] for row in rows if row[figure.key].whole]
        if sum(cell.is_small for cell in cells) == 1:
            others = sorted((cell for cell in cells if not cell.is_small), key=lambda cell: cell.whole)
            for cell in others[:1]:
                cell.is_kept_back = True


def _above(where: list[OrgUnit], top: OrgUnit) -> str:
    """The path of the lowest unit at or under ``top`` that all of these belong to, or are."""
    shared = f"{commonpath([unit.path for unit in where])}/" if where else top.path
    return shared if shared.startswith(top.path) else top.path


def _child_of(unit: OrgUnit, above: str) -> int:
    """The unit directly under the one at ``above`` that ``unit`` belongs to; that one itself for what is its own."""
    below = unit.path[len(above) :].split("/")[0]
    return int(below or above.rstrip("/").split("/")[-1])
