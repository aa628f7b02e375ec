"""The figures of the channel, on a page: every number opens the petitions that it counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from outreach.org.models import OrgUnit
from petitions.figures import FIGURES, MET, WHOLE, Period, Place, accusations
from petitions.forms.figures import PeriodForm
from petitions.permissions import DISCIPLINE
from petitions.tallies import Counted, Row, Tally, count
from petitions.views.base import DeskView


@dataclass(frozen=True)
class Cell:
    """A figure with the addresses of its parts; none where it is not told."""

    tally: Tally
    met_url: str = ""
    whole_url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: a unit or a month, with the address of its own figures where there are any."""

    label: Any
    url: str
    cells: list[Cell]


class FiguresView(DeskView):
    """``/petitions/figures/?since=2026-06&until=2026-11&under=17``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.GET, rights=self.rights)
        period, place = form.period, form.place
        counted = count(self.rights, period, place)
        context = {
            "form": form,
            "period": period,
            "place": place,
            "figures": FIGURES,
            "cards": cells_of(counted.total, period, place),
            "tables": tables_of(counted, period, place),
            "asked": urlencode(asked_for(period, place)),
            "is_inspector": self.rights.may(DISCIPLINE),
            "accusations": accusations(self.rights, period),
        }
        return render(request, "petitions/figures.html", context)


def tables_of(counted: Counted, period: Period, place: Place) -> list[list[Line]]:
    """By unit, then by month."""
    by_unit = [
        _unit_line(unit, row, period, is_alone=unit.path == counted.above) for unit, row in counted.by_unit.items()
    ]
    by_month = [_month_line(month, row, place) for month, row in counted.by_month.items()]
    return [by_unit, by_month]


def cells_of(row: Row, period: Period, place: Place) -> list[Cell]:
    return [_cell(row[figure.key], period, place) for figure in FIGURES]


def asked_for(period: Period, place: Place) -> dict[str, str]:
    """A period and a place as an address says them."""
    asked = {"since": f"{period.first:%Y-%m}", "until": f"{period.last:%Y-%m}"}
    if place.unit is not None:
        asked["under"] = str(place.unit.pk)
    return asked | ({"alone": "1"} if place.is_alone else {})


def _unit_line(unit: OrgUnit, row: Row, period: Period, *, is_alone: bool) -> Line:
    there = Place(unit, is_alone=is_alone)
    return Line(unit, "" if is_alone else f"?{urlencode(asked_for(period, there))}", cells_of(row, period, there))


def _month_line(month: date, row: Row, place: Place) -> Line:
    period = Period(month, month)
    return Line(f"{month:%Y-%m}", f"?{urlencode(asked_for(period, place))}", cells_of(row, period, place))


def _cell(tally: Tally, period: Period, place: Place) -> Cell:
    if tally.is_hidden or not tally.whole:
        return Cell(tally)
    asked = {"view": "all", "figure": tally.figure.key, **asked_for(period, place)}
    met, whole = (f"{reverse('petitions:list')}?{urlencode(asked | {'part': part})}" for part in (MET, WHOLE))
    return Cell(tally, met, whole)
