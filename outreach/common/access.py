"""Who may knock at a page: said beside its view, asked before the view runs, written into the access matrix.

A policy answers for the page as a whole. What stands behind an address, one item or one case, is asked of its
rows (``visible_to``) and of the tables of steps afterwards, so a policy never opens more than those do.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
#: The pages of the administration by which one comes and goes.
_GATES = {"login", "logout"}
NOT_YOURS = _("您的岗位没有这项权限。")
SIGN_IN = _("登录已经过期，请重新登录。")


class _Rights(Protocol):
    """What a policy needs of ``request.rights``, which the room of units sets."""

    def may(self, permission: str) -> bool: ...


class Policy(ABC):
    """Whom a page lets in."""

    #: As the access matrix says it.
    words: ClassVar[str]

    @abstractmethod
    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        """The answer for somebody who is not let in, by return or as ``PermissionDenied``; None opens the page."""


@dataclass(frozen=True)
class Public(Policy):
    """Everybody, without an account."""

    words = "public"

    def turn_away(self, request: HttpRequest) -> None:
        return None


@dataclass(frozen=True)
class ByCode(Public):
    """Everybody; the page shows only what a secret in the visitor's session leads to."""

    words = "public, by code"


@dataclass(frozen=True)
class SignedIn(Policy):
    """Whoever has signed in; what they then see depends on their postings."""

    words = "signed in"

    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


@dataclass(frozen=True)
class Permitted(SignedIn):
    """Whoever holds ``permission`` somewhere; ``refusal`` tells the others why not."""

    permission: str
    refusal: str | Promise = NOT_YOURS

    @property
    def words(self) -> str:  # type: ignore[override]  # said by each
        return f"permitted {self.permission}"

    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        to_login = super().turn_away(request)
        if to_login is not None:
            return to_login
        rights: _Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        if not rights.may(self.permission):
            raise PermissionDenied(self.refusal)
        return None


@dataclass(frozen=True)
class PermittedScript(Permitted):
    """The same for a script of ours that sends by itself: it is told 401 or 403, and why, and never shown a page."""

    @property
    def words(self) -> str:  # type: ignore[override]  # said by each
        return f"{super().words}, told in JSON"

    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        if not request.user.is_authenticated:
            return JsonResponse({"state": "signed_out", "words": SIGN_IN}, status=401)
        try:
            return super().turn_away(request)
        except PermissionDenied as refused:
            return JsonResponse({"state": "not_permitted", "words": str(refused)}, status=403)


@dataclass(frozen=True)
class Administration(Policy):
    """The pages of the administration: its site says who comes in, its admins what each may do there."""

    words = "administration"

    def turn_away(self, request: HttpRequest) -> HttpResponseBase | None:
        match = request.resolver_match
        if (match and match.url_name in _GATES) or admin.site.has_permission(request):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied(NOT_YOURS)
        return redirect_to_login(request.get_full_path())


def access(policy: Policy) -> Callable[[View], View]:
    """Declare the policy of a view that is a function; a class says ``policy = …``."""

    def declare(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]  # read by policy_of
        return view

    return declare


def policy_of(view: Callable[..., Any], app_names: list[str]) -> Policy | None:
    """What the view behind an address declares; everything under the administration's address is its own."""
    if admin.site.name in app_names:
        return Administration()
    declared = getattr(view, "policy", None) or getattr(getattr(view, "view_class", None), "policy", None)
    return declared if isinstance(declared, Policy) else None


class AccessMiddleware:
    """Asks the policy of every page before its view runs; a page without one opens to nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        policy = policy_of(view, match.app_names if match else [])
        if policy is None:
            raise ImproperlyConfigured(f"{view} declares no policy: see outreach/common/access.py")
        return policy.turn_away(request)
