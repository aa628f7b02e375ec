"""Every answer tells the browser what it may do with it: run nothing of strangers, frame nothing, keep nothing."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.http import HttpResponseBase
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.common import clock
from outreach.common.access import ByCode
from outreach.demo.tests import access
from outreach.demo.tests.access import ANONYMOUS, Case
from outreach.demo.tests.asking import Answer, answers
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.doors import policies
from outreach.org.testing import Cast, open_every_door

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Pages of the public form: what somebody typed on a shared computer.
PERSONAL = ("/petitions/new/", "/petitions/track/", "/petitions/receipt/")
IMPERSONAL = {"/healthz", "/readyz", "/offline/"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """One case of every page, and the pages of the administration that differ in kind."""
    open_every_door(cast)
    doors = {case.door: case for case in reversed(access.every_case(belongings(cast)))}
    return [case for case in doors.values() if not case.url.startswith("/admin/") or case.url.count("/") < 4]


def csp_of(response: HttpResponseBase) -> dict[str, list[str]]:
    parts = [part.split() for part in response.headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def wrong(answer: Answer) -> list[str]:
    """What is missing from an answer."""
    headers, csp = answer.response.headers, csp_of(answer.response)
    found = [f"{name}: {headers.get(name)}" for name, value in FIXED.items() if headers.get(name) != value]
    sources = [source for directive in csp.values() for source in directive]
    found += [f"CSP allows {source}" for source in sources if source.startswith("'unsafe-") or source in {"*", "http:"}]
    found += [f"CSP {name}" for name in ("default-src", "frame-ancestors") if csp.get(name) != ["'none'"]]
    if "sandbox" not in csp:
        found += [f"CSP {name}" for name in ("base-uri", "object-src") if csp.get(name) != ["'none'"]]
        found += [f"CSP {name}" for name in ("script-src", "style-src", "form-action") if csp.get(name) != ["'self'"]]
    return [f"{answer.words}: {one}" for one in found]


def kept(answer: Answer, by_code: set[str]) -> list[str]:
    """What a browser would keep of a signed-in person's page, or of a stranger's own matter."""
    door, told = answer.case.door, answer.response.headers.get("Cache-Control", "")
    is_personal = answer.name != ANONYMOUS or door in by_code or door.startswith(PERSONAL)
    is_open = not is_personal or answer.response.status_code != 200 or door in IMPERSONAL or "no-store" in told
    return [] if is_open else [f"{answer.words}: Cache-Control {told}"]


@pytest.mark.long
def test_every_answer_has_them(cast: Cast, cases: list[Case]) -> None:
    by_code = {door for door, words in policies().items() if words == ByCode.words}
    seen = list(answers(cast, cases, (ANONYMOUS, "admin")))
    assert [one for answer in seen for one in (*wrong(answer), *kept(answer, by_code))] == []
    assert {answer.response.status_code for answer in seen} >= {200, 302, 403, 404, 405}


def test_production_speaks_https_only_and_tells_browsers_so(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    assert client.get("/").headers["Location"] == "https://testserver/"
    told = client.get("/", secure=True).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "[::1", ""])
def test_only_a_name_of_the_portal_is_answered(client: Client, host: str) -> None:
    for url in ("/", "/accounts/login/", "/petitions/new/"):
        assert client.get(url, headers={"host": host or " "}).status_code == 400


def test_a_proxy_says_nothing_of_the_host(client: Client) -> None:
    """``X-Forwarded-Host`` is read from nobody: links are made from ``Host`` and ``SITE_URL``."""
    page = client.get("/accounts/login/", headers={"x-forwarded-host": "evil.example"})
    assert (page.status_code, b"evil.example" in page.content) == (200, False)
    assert not getattr(configured, "USE_X_FORWARDED_HOST", False)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client, cast: Cast) -> None:
    given = [client.get("/petitions/new/").cookies, client.post("/petitions/new/", {"kind": "appeal"}).cookies]
    client.force_login(cast.ledger)
    with clock.travel_to(clock.now() + timedelta(minutes=2)):  # when "last seen" is noted
        given.append(client.get("/ledger/new/").cookies)
    given.append(client.post("/i18n/setlang/", {"language": "en"}).cookies)
    seen = {name: cookie for cookies in given for name, cookie in cookies.items()}
    ours = {configured.SESSION_COOKIE_NAME, configured.VISITOR_COOKIE_NAME, configured.CSRF_COOKIE_NAME}
    assert set(seen) >= ours
    for name, cookie in seen.items():
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
        assert bool(cookie["httponly"]) or name == configured.LANGUAGE_COOKIE_NAME, name
