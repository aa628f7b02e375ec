"""Pages for what went wrong: each says what happened, why, and what to do next."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from outreach.common import clock
from outreach.common.access import Public, access
from outreach.common.keptpages import language_of

log = logging.getLogger("outreach.errors")


def _base(request: HttpRequest) -> str:
    """Somebody who is signed in keeps the navigation."""
    user = getattr(request, "user", None)
    return "base.html" if user and user.is_authenticated else "base_public.html"


def bad_request(
    request: HttpRequest,  # noqa: ARG001 - Django hands it over
    exception: Exception | None = None,  # noqa: ARG001 - Django hands it over; it may quote the request
) -> HttpResponse:
    """The page needs nothing of a request that could not be understood."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """In reach but not allowed; the reason the code gave is told in its own words."""
    context = {"base": _base(request), "reason": str(exception or "")}
    return render(request, "403.html", context, status=403)


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001 - Django hands it over; it may tell what exists
) -> HttpResponse:
    """Missing and out of reach look the same, so that nobody learns what exists."""
    return render(request, "404.html", {"base": _base(request)}, status=404)


def too_many_requests(request: HttpRequest, *, wait_minutes: int) -> HttpResponse:
    """For limits on sending: what was typed is kept, and when to try again."""
    context = {"base": _base(request), "wait_minutes": wait_minutes}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait_minutes * 60)
    return response


def csrf_failure(
    request: HttpRequest,
    reason: str = "",  # noqa: ARG001 - Django hands it over, in words for programmers
) -> HttpResponse:
    """A page left open too long, mostly; the text typed in it is kept on the device."""
    return HttpResponse(render_to_string("403_csrf.html", {"back_url": request.get_full_path()}), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake: needs neither database nor session; the number leads from a phone call to the log line."""
    reference = f"E-{secrets.token_hex(2).upper()}-{clock.today():%Y%m%d}"
    log.error("error %s at %s %s", reference, request.method, request.path)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


@access(Public())
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker keeps for a page that cannot be reached, in the language it names."""
    with translation.override(language_of(request)):
        return HttpResponse(render_to_string("offline.html"))
