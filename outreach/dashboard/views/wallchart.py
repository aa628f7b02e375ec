"""The wall chart 挂图作战: on a screen that refreshes itself, and on one sheet of A3."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import Permitted, access
from outreach.dashboard import charts, sentence
from outreach.dashboard.figures import Figures, gather
from outreach.dashboard.figures.flow import LEAST_RATINGS
from outreach.dashboard.figures.points import MOST_GAPS, MOST_POINTS
from outreach.dashboard.permissions import WALLCHART
from outreach.dashboard.scope import Scope
from outreach.org.scoping import Rights

REFRESH_SECONDS = 300
FOR_THE_CHART = Permitted(
    WALLCHART, gettext_lazy("作战图给领导、台账办、信访办和各单位看自己的事项，您的岗位没有这一页。")
)


@access(FOR_THE_CHART)
@never_cache
@require_GET
def wallchart(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/wallchart.html", _context(request))


@access(FOR_THE_CHART)
@never_cache
@require_GET
def wallchart_print(request: HttpRequest) -> HttpResponse:
    """In colour, or with ``?ink=grey`` in the palette that stays readable on a printer without colours."""
    context = _context(request) | {"is_grey": request.GET.get("ink") == "grey"}
    record(action="wallchart.printed", request=request)
    return render(request, "dashboard/wallchart_print.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    scope = Scope(rights)
    figures = gather(scope)
    return {
        "figures": figures,
        "now": clock.now(),
        "quarter": scope.quarter.first,
        "quarter_number": (scope.quarter.first.month + 2) // 3,
        "scope_names": [] if rights.everywhere(WALLCHART) else rights.units,
        "refresh_seconds": REFRESH_SECONDS,
        "headline": sentence.headline(figures),
        "details": sentence.details(figures),
        "least_ratings": LEAST_RATINGS,
        **_drawn(figures),
    }


def _drawn(figures: Figures) -> dict[str, Any]:
    """Every row with its bar, and no more rows than the sheet has room for."""
    held = figures.holding.share if figures.holding else None
    shares = [*figures.front_line, *(share for share in (figures.satisfaction, held) if share)]
    gaps = figures.coverage.gaps
    return {
        "blocks": charts.state_bar(figures.standing),
        "trend": charts.trend(figures.weeks),
        "measures": list(zip(figures.measures, charts.progress_bars(figures.measures), strict=True)),
        "topics": list(zip(figures.topics, charts.count_bars([one.amount.n for one in figures.topics]), strict=True)),
        "shares": list(zip(shares, charts.share_bars(shares), strict=True)),
        "points": figures.points[:MOST_POINTS],
        "points_left": max(0, len(figures.points) - MOST_POINTS),
        "shows_visits": any(row.quota is not None for row in figures.points),
        "gaps": gaps[:MOST_GAPS],
        "gaps_left": max(0, len(gaps) - MOST_GAPS),
    }
