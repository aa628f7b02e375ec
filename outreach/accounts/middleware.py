"""How long somebody stays signed in, and that what they read then stays out of every cache."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from outreach.accounts.sessions import BEGAN, SEEN
from outreach.common import clock

#: "Last seen" is written this often at most: three statements a minute instead of three a page.
_SEEN_EVERY_SECONDS = 60


class SessionLimitsMiddleware:
    """Ends sessions that nobody used for half an hour, and all after eight hours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.keys():
            self._look_at_the_clock(request)
        return self.get_response(request)

    def _look_at_the_clock(self, request: HttpRequest) -> None:
        session, moment = request.session, clock.now().timestamp()
        idle = moment - session.get(SEEN, moment)
        age = moment - session.get(BEGAN, moment)
        if idle >= settings.SESSION_COOKIE_AGE or age >= settings.SESSION_LONGEST.total_seconds():
            logout(request)
        elif SEEN not in session or idle >= _SEEN_EVERY_SECONDS:
            session[SEEN] = moment


class NoStoreMiddleware:
    """On a shared computer the Back button shows nothing of whoever was signed in before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Between the password and the last step nobody is signed in yet, and the pages show keys of a second factor.
        is_somebody = request.user.is_authenticated or getattr(request, "pending", None) is not None
        if not response.has_header("Cache-Control") and is_somebody:
            patch_cache_control(response, private=True, no_store=True)
        return response
