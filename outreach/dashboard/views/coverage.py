"""Coverage 覆盖: units and months, gaps, and quotas for those they bind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from outreach.common.access import Permitted, access
from outreach.dashboard.figures.covering import GAPS, Asked, grid, quotas
from outreach.dashboard.permissions import WALLCHART
from outreach.dashboard.scope import Scope
from outreach.org.models import UnitKind
from outreach.org.scoping import Rights

_ABOVE = (UnitKind.SUBSIDIARY, UnitKind.BRANCH)


@access(Permitted(WALLCHART, gettext_lazy("走访覆盖给领导、台账办、信访办和各单位看自己的，您的岗位没有这一页。")))
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    scope = Scope(rights)
    asked = Asked.read(request.GET)
    above = rights.reach(WALLCHART).active().filter(kind__in=_ABOVE).order_by("path")
    context = {
        "grid": grid(scope, asked),
        "asked": asked,
        "gaps": GAPS,
        "above": [(str(key), name) for key, name in above.values_list("pk", "name")],
        "below": str(asked.below or ""),
        "quotas": quotas(scope),
    }
    return render(request, "dashboard/coverage.html", context)
