"""Large text for people who need it, remembered on their device."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from outreach.common.access import Public, access
from outreach.dashboard.shell import TEXT_COOKIE

YEAR_SECONDS = 365 * 24 * 3600


@access(Public())
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Switch large text on or off and return to the page; the way for browsers without JavaScript."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    size = "large" if request.POST.get("text") == "large" else "normal"
    response = HttpResponseRedirect(target)
    response.set_cookie(TEXT_COOKIE, size, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return response
