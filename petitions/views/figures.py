"""The figures of the channel, on a page: every number opens the petitions that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from outreach.attachments.kinds import DOCX, XLSX, Kind
from outreach.audit.workflow import record
from outreach.common.access import Permitted
from outreach.org.models import OrgUnit
from petitions.figures import FIGURES, MET, WHOLE, Period, Place, accusations
from petitions.forms.figures import PeriodForm
from petitions.permissions import DISCIPLINE, VIEW
from petitions.report.content import Report, gather
from petitions.report.document import document
from petitions.report.workbook import workbook
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
            "months": [(form["since"], period.first), (form["until"], period.last)],
            "period": period,
            "place": place,
            "figures": FIGURES,
            "cards": cells_of(counted.total, period, place),
            "tables": tables_of(counted, period, place),
            "asked": urlencode(asked_for(period, place)),
            "may_report": self.rights.may(VIEW),
            "is_inspector": self.rights.may(DISCIPLINE),
            "accusations": accusations(self.rights, period),
        }
        return render(request, "petitions/figures.html", context)


class ReportView(DeskView):
    """``/petitions/figures/report.xlsx`` and ``.docx``: the same as a report; who took it out stays in the log."""

    policy = Permitted(VIEW)

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        form = PeriodForm(request.GET, rights=self.rights)
        if not form.is_valid():  # the page says what is wrong
            return redirect(f"{reverse('petitions:figures')}?{request.GET.urlencode()}")
        report = gather(self.rights, form.period, form.place)
        kind, write = _KINDS[ending]
        file = write(report)
        detail = {**asked_for(form.period, form.place), "format": ending}
        record(action="figures.exported", detail=detail, request=request)
        name = f"{report.title}-{form.period.last:%Y%m}.{ending}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind.content_type)


_KINDS: dict[str, tuple[Kind, Callable[[Report], IO[bytes]]]] = {
    "xlsx": (XLSX, workbook),
    "docx": (DOCX, lambda report: BytesIO(document(report))),
}


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
