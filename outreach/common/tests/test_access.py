"""A page opens to whom its view says; one whose view says nothing opens to nobody, and the portal does not start."""

from types import ModuleType
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views import View
from pytest_django.fixtures import Settings

from outreach.common import access
from outreach.common.access import Permitted, Policy, Public, SignedIn, policy_of
from outreach.common.checks import ASKING
from outreach.ledger.permissions import MANAGE
from outreach.org.testing import Cast


def silent(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


class SilentView(View):
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("reached")


class OfStaff(SilentView):
    policy: Policy = SignedIn()


class OfNobodyElse(OfStaff):
    policy = Permitted(MANAGE, "只给台账办。")


def spoken(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


PAGES = [
    path("silent/", silent),
    path("silent-class/", SilentView.as_view()),
    path("staff/", OfStaff.as_view()),
    path("office/", OfNobodyElse.as_view()),
    path("open/", access.access(Public())(spoken)),
]


@pytest.fixture
def pages(settings: Settings) -> None:
    """A portal of a few pages, two of which say nothing."""
    urls: Any = ModuleType("pages")
    urls.urlpatterns = [path("inner/", include(PAGES)), path("login/", access.access(Public())(spoken), name="login")]
    settings.ROOT_URLCONF = urls


def complaints() -> dict[str, list[str]]:
    """Of our own checks, by their ids."""
    found: dict[str, list[str]] = {}
    for one in run_checks(tags=["security"]):
        if str(one.id).startswith("outreach."):
            found.setdefault(str(one.id), []).append(one.msg)
    return found


@pytest.mark.usefixtures("pages")
def test_a_view_without_a_policy_is_named_before_the_portal_starts() -> None:
    assert [words.split()[0] for words in complaints()["outreach.E001"]] == ["/inner/silent/", "/inner/silent-class/"]


def test_every_page_of_the_portal_declares_its_policy() -> None:
    assert complaints() == {}


def test_policies_that_nobody_asks_are_told_before_the_portal_starts(settings: Settings) -> None:
    order = list(settings.MIDDLEWARE)
    settings.MIDDLEWARE = [name for name in order if name != ASKING]
    assert "outreach.E002" in complaints()
    settings.MIDDLEWARE = [ASKING, *settings.MIDDLEWARE]
    assert "outreach.E002" in complaints()


@pytest.mark.django_db
@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("address", ["/inner/silent/", "/inner/silent-class/"])
def test_a_page_without_a_policy_opens_to_nobody(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.admin)
    with pytest.raises(ImproperlyConfigured, match="declares no policy"):
        client.get(address)


@pytest.mark.django_db
@pytest.mark.usefixtures("pages")
def test_strangers_are_sent_to_sign_in_and_back(client: Client) -> None:
    assert client.get("/inner/open/").content == b"reached"
    for address in ("/inner/staff/", "/inner/office/"):
        response = client.get(f"{address}?q=1")
        assert response.headers["Location"] == f"/login/?next={address}%3Fq%3D1"


def ask(rf: RequestFactory, cast: Cast, name: str, policy: Policy) -> Any:
    request: Any = rf.get("/")
    request.user, request.rights = cast.people[name], cast.rights(name)
    return policy.turn_away(request)


def test_a_permission_opens_to_its_holders_and_refuses_others_in_words(rf: RequestFactory, cast: Cast) -> None:
    policy = OfNobodyElse.policy
    assert ask(rf, cast, "ledger", policy) is None
    for name in ("handler", "petition", "nobody"):
        with pytest.raises(PermissionDenied, match=r"只给台账办。"):
            ask(rf, cast, name, policy)
        assert ask(rf, cast, name, SignedIn()) is None


def test_an_account_that_is_off_holds_nothing(rf: RequestFactory, cast: Cast) -> None:
    cast.ledger.is_active = False
    with pytest.raises(PermissionDenied):
        ask(rf, cast, "ledger", OfNobodyElse.policy)


def test_a_class_inherits_the_policy_of_its_room_and_may_narrow_it() -> None:
    assert policy_of(OfStaff.as_view(), []) == SignedIn()
    assert policy_of(OfNobodyElse.as_view(), []) == OfNobodyElse.policy
    assert policy_of(SilentView.as_view(), []) is None


@pytest.mark.django_db
def test_the_administration_is_closed_whatever_its_view_forgets(client: Client, cast: Cast) -> None:
    assert client.get("/admin/jsi18n/").headers["Location"] == "/accounts/login/?next=/admin/jsi18n/"
    client.force_login(cast.handler)
    assert client.get("/admin/jsi18n/").status_code == 403
    client.logout()
    assert client.get("/admin/login/").status_code == 200
