"""Somebody without an account, remembered apart from whoever signs in at the same browser.

What a visitor did at the public doors leads to a row of its own through a cookie of its own: the row of a signed-in
person holds nothing of it, and no column joins the two. Signing in and out forgets the visitor, so that neither the
employee's matter waits for the next one at this computer nor the other way round.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import UpdateError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from outreach.accounts.sessions import SessionStore
from outreach.common import clock

_SEEN = "seen"
#: A visit lasts half an hour from the last page; this is noted once a minute at most.
_SEEN_EVERY_SECONDS = 60


def visitor_of(request: HttpRequest) -> SessionStore:
    """What is remembered of the visitor; read and written like a session."""
    visitor: SessionStore = request.visitor  # type: ignore[attr-defined]  # set by VisitorMiddleware
    return visitor


def renew(request: HttpRequest) -> None:
    """Another cookie for the same visitor with this answer: whoever kept a copy of the one before has nothing."""
    if visitor_of(request).session_key:
        visitor_of(request).is_moving = visitor_of(request).modified = True


def forget(request: HttpRequest, *names: str) -> None:
    """Forget these things, and let the cookie that led to them lead nowhere."""
    for name in names:
        visitor_of(request).pop(name, None)
    renew(request)


class VisitorMiddleware:
    """Finds the visitor behind the cookie, and keeps what a page noted of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.VISITOR_COOKIE_NAME)
        visitor = SessionStore(key)
        request.visitor = visitor  # type: ignore[attr-defined]  # ours
        response = self.get_response(request)
        if visitor.accessed:
            patch_vary_headers(response, ("Cookie",))
            self._keep(visitor, key, response)
        return response

    def _keep(self, visitor: SessionStore, key: str | None, response: HttpResponse) -> None:
        moment = clock.now().timestamp()
        if set(visitor.keys()) <= {_SEEN}:
            visitor.delete()
            if key:
                response.delete_cookie(settings.VISITOR_COOKIE_NAME, samesite="Lax")
            return
        if moment - visitor.get(_SEEN, 0) >= _SEEN_EVERY_SECONDS:
            visitor[_SEEN] = moment
        if visitor.modified and response.status_code < 500:
            self._save(visitor, response)

    def _save(self, visitor: SessionStore, response: HttpResponse) -> None:
        try:
            visitor.move() if visitor.is_moving and visitor.session_key else visitor.save()
        except UpdateError:  # forgotten by another request meanwhile, and it stays so
            return
        response.set_cookie(
            settings.VISITOR_COOKIE_NAME,
            visitor.session_key or "",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


@receiver([user_logged_in, user_logged_out])
def end_visit(request: HttpRequest | None, **_kwargs: Any) -> None:
    """Who signs in or out is somebody else than whoever was here before."""
    visitor = getattr(request, "visitor", None)
    if visitor is not None:
        visitor.flush()
