"""Another site can neither send a form in somebody's name nor lead them away from here."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from outreach.common.checks import views_of
from outreach.demo.tests import access
from outreach.demo.tests.access import ANONYMOUS, Caller, Case
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.hostile import encoded
from outreach.org.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
FORM = "application/x-www-form-urlencoded"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)//evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nLocation: https://evil.example",
    "data:text/html,evil.example",
)
#: What pages read to find the way back, and what many programs read.
WAYS = (
    "next",
    "from",
    "back",
    "url",
    "go",
    "return",
    "return_to",
    "redirect",
    "redirect_to",
    "continue",
    "success_url",
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    doors = {case.door: case for case in reversed(access.every_case(belongings(cast)))}
    return list(doors.values())


def forged(caller: Caller, case: Case, **headers: str) -> HttpResponse:
    response: Any = caller.client.post(case.url, {"version": "0", "language": "en"}, headers=headers)
    return response  # type: ignore[no-any-return]  # the client adds to it what its stubs do not know


@pytest.mark.long
def test_a_form_without_its_token_is_refused_at_every_address(cast: Cast, cases: list[Case]) -> None:
    for name, asked in ((ANONYMOUS, cases), ("admin", cases[::4])):
        caller = Caller(cast, name)
        caller.client.handler.enforce_csrf_checks = True
        found = {case.url: forged(caller, case).status_code for case in asked}
        assert {url: code for url, code in found.items() if code != 403} == {}, name


def test_no_view_is_left_out_of_the_check() -> None:
    views = [view for _path, view, _names in views_of(get_resolver())]
    assert [view for view in views if getattr(view, "csrf_exempt", False)] == []


def test_a_form_with_a_token_is_refused_from_another_site(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.cadre)
    token = client.get("/ledger/new/").context["csrf_token"]
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/"}, {}):
        answer = client.post("/display/", {"csrfmiddlewaretoken": str(token)}, headers=headers, secure=True)
        assert answer.status_code == 403, headers
    own = client.post(
        "/display/", {"csrfmiddlewaretoken": str(token)}, headers={"origin": "https://testserver"}, secure=True
    )
    assert own.status_code == 302


def leads_away(response: Any) -> list[str]:
    """Where a browser or a script would go, if that is not here."""
    named = [response.headers.get(name, "") for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url")]
    named.append(response.headers.get("Refresh", ""))
    return [
        one for one in named if urlsplit(one.replace("\\", "/")).netloc not in {"", "testserver"} or ":" in one[:12]
    ]


@pytest.mark.long
@pytest.mark.parametrize("name", [ANONYMOUS, "ledger"])
def test_no_parameter_leads_to_another_site(cast: Cast, cases: list[Case], name: str) -> None:
    """Every page, as asked for by a browser and by a script, in the address, the form and the page one came from."""
    caller, away = Caller(cast, name), []
    for number, case in enumerate(case for case in cases if not case.url.startswith("/admin/")):
        target = ELSEWHERE[number % len(ELSEWHERE)]
        query = encoded((way, target) for way in WAYS)
        headers = {"referer": "https://evil.example/", "hx-request": "true", "hx-current-url": target.strip()}
        for response in (
            caller.ask("GET", f"{case.url}?{query}"),
            caller.client.generic("POST", f"{case.url}?{query}", query.encode(), content_type=FORM, headers=headers),
        ):
            away += [f"{case.url} {target!r}: {one}" for one in leads_away(response)]
    assert away == []


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_known_ways_back_stay_here(client: Client, cast: Cast, target: str) -> None:
    cast.ledger.set_password("outreach-Demo-1")
    cast.ledger.save(update_fields=["password"])
    sent = {"next": target, "language": "en", "text": "large", "username": "ledger", "password": "outreach-Demo-1"}
    for url in ("/i18n/setlang/", "/display/", "/accounts/logout/", "/accounts/login/"):
        response = client.post(url, sent, headers={"referer": target.replace("\r\n", "").replace("\t", "")})
        assert leads_away(response) == [], url


def test_an_address_that_holds_a_line_break_starts_no_header(client: Client) -> None:
    for url in ("/ledger/?q=%0d%0aSet-Cookie:%20x=1", "/petitions/new/%0d%0aSet-Cookie:%20x=1", "/ledger%0d%0aX:1"):
        response = client.get(url)
        assert not any("\n" in value or "\r" in value for _name, value in response.items())
        assert "x" not in response.cookies
