"""One page to take along on a visit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import SignedIn, access
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import panels
from outreach.contactpoints.profiles import condition_of
from outreach.contactpoints.signs import witnesses
from outreach.contactpoints.views.points import rights_of

#: So many lines of each part that all of it stays on one sheet of A4.
_MOST_LINES, _MOST_INDICATORS = 6, 6


@access(SignedIn())
@require_GET
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """How the unit is doing, what is open, who was there; each as this reader may see it."""
    rights = rights_of(request)
    point = get_object_or_404(ContactPoint.objects.visible_to(rights).for_list(), pk=pk)
    seen = witnesses.ask(rights, clock.today(), point.unit.path)
    whole = seen.whole()
    condition = condition_of(point.unit, rights)
    context = {
        "point": point,
        "condition": condition,
        "series": condition.series[:_MOST_INDICATORS],
        "figures": [(sign.label, whole[sign.key]) for sign in seen.signs],
        "hidden": seen.hidden,
        "panels": [(panel, panel.lines[:_MOST_LINES]) for panel in panels.of(point, rights)],
        "today": clock.today(),
    }
    record(action="contact_point.brief_opened", request=request, obj=point)
    return render(request, "contactpoints/brief.html", context)
