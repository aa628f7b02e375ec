"""What stands between the password and the portal: a second factor, a first password to be changed.

Until the last step is done ``request.user`` stays anonymous, so that no page needs to ask; ``request.pending`` knows
who it is and what is wanted. A page that was forgotten therefore shows a stranger's view, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from outreach.accounts.models import User
from outreach.common.access import SignedIn

#: In the session: the second factor was shown.
PASSED = "factor_passed"
CHECK, CHANGE, SET_UP = "factor_check", "password_change", "factor_set_up"

#: Says of a user whether they may not work without a second factor; rooms above know the roles.
Demand = Callable[[User], bool]
demands: list[Demand] = []


@dataclass(frozen=True)
class Pending:
    """Somebody whose password was right, and the address name of what they must do next."""

    user: User
    step: str


def next_step(request: HttpRequest, user: User) -> str | None:
    """The factor first: whoever only knows a password changes nothing. No statement but where a factor is missing."""
    if user.factor_since and not request.session.get(PASSED):
        return CHECK
    if user.must_change_password:
        return CHANGE
    if settings.SECOND_FACTOR_REQUIRED and not user.factor_since and any(asks(user) for asks in demands):
        return SET_UP
    return None


def way_on(request: HttpRequest, default: str | None = None) -> str:
    """The address somebody wanted, if it is one of ours; anything but a path from the root is none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/")  # a bare word would be looked up as the name of a page
    if is_path and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return default or reverse(settings.LOGIN_REDIRECT_URL)


def to_step(request: HttpRequest, step: str) -> HttpResponse:
    """To the page of ``step``, and remember where they were going."""
    wanted = way_on(request, default="/")
    query = "" if wanted == "/" else f"?next={quote(wanted)}"
    return redirect(reverse(step) + query)


@dataclass(frozen=True)
class Step(SignedIn):
    """Whoever has given a password and must do ``step`` next, or has signed in whole."""

    step: str

    @property
    def words(self) -> str:  # type: ignore[override]  # said by each
        return f"step {self.step}"

    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        pending = pending_of(request)
        if pending is None:
            return super().turn_away(request)
        return None if pending.step == self.step else to_step(request, pending.step)


def pending_of(request: HttpRequest) -> Pending | None:
    """Who is on the way in; None for strangers and for whoever has arrived."""
    _who = bool(request.user.is_authenticated)  # finding out who it is finds out what is wanted
    return getattr(request, "pending", None)


class StepsMiddleware:
    """Lets nobody count as signed in who has a step left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user
        arrived = SimpleLazyObject(lambda: self._arrived(request, signed_in))
        request.user = arrived  # type: ignore[assignment]  # lazy, as Django's own
        return self.get_response(request)

    def _arrived(self, request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
        if not isinstance(user, User):
            return user
        step = next_step(request, user)
        if step is None:
            return user
        request.pending = Pending(user, step)  # type: ignore[attr-defined]  # ours
        return AnonymousUser()
