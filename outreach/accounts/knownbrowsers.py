"""Browsers that signed in to an account before: each counts its own failures, so that no stranger locks the owner out.

A browser carries one cookie with a mark for each account; nothing of it is kept here (ADR 20). A mark is good while the
password is the one it was made with, and goes to the pages of signing in alone: never along with a petition.
"""

import secrets
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from outreach.accounts.models import User
from outreach.common.sealing import digests

#: Between the name and the browser in what failures are counted under; no name holds it, typed ones are cleaned of it.
APART = "\x1f"
_MOST, _BETWEEN = 10, "~"
_USE, _LENGTH, _ID_BYTES = "known browser", 40, 12
_MEMORY = "_counted_as"


def counted_as(request: HttpRequest, name: str) -> str:
    """What failures of this request are counted under: the name, and the browser where the account knows it.

    The same all through a request, though the password may be hashed anew in the middle of it.
    """
    known: dict[str, str] = request.__dict__.setdefault(_MEMORY, {})
    if name not in known:
        marks = _marks(request)
        user = User.objects.filter(username=name).first() if marks else None
        own = _own(marks, user) if user else None
        known[name] = name if own is None else f"{name}{APART}{own.partition('.')[0]}"
    return known[name]


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser show next time that ``user`` signed in here; ten accounts of one computer fit."""
    marks = _marks(request)
    own = _own(marks, user) or _mark(secrets.token_urlsafe(_ID_BYTES), user)
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        _BETWEEN.join([own, *(one for one in marks if one != own)][:_MOST]),
        max_age=settings.BROWSER_COOKIE_AGE,
        path=reverse("login").removesuffix("login/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    sent = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    return [one for one in sent.split(_BETWEEN)[:_MOST] if one]


def _own(marks: list[str], user: User) -> str | None:
    """The mark of this account that still holds."""
    return next((one for one in marks if _is_of(one, user)), None)


def _is_of(mark: str, user: User) -> bool:
    browser, _dot, proof = mark.partition(".")
    return any(compare_digest(proof.encode(), one.encode()) for one in _proofs(browser, user))


def _mark(browser: str, user: User) -> str:
    return f"{browser}.{_proofs(browser, user)[0]}"


def _proofs(browser: str, user: User) -> list[str]:
    return digests(f"{browser}:{user.pk}:{user.password}", use=_USE, length=_LENGTH)
