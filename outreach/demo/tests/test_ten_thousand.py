"""Ten thousand hostile requests, drawn by a seed, over all addresses as everybody: no failure, none that takes long."""

import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from outreach.demo.tests import access, hostile
from outreach.demo.tests.access import Case
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.test_hostile_input import Attack
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
FORMS = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain",
    "",
    "\x00",
)
HEADERS = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_RANGE",
    "HTTP_IF_RANGE",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_HX_REQUEST",
    "HTTP_HX_CURRENT_URL",
    "HTTP_USER_AGENT",
    "HTTP_ACCEPT",
    "HTTP_ORIGIN",
    "HTTP_X_REQUESTED_WITH",
    "CONTENT_LENGTH",
)
LETTERS = ("bytes=0-0", "bytes=9-1", "bytes=" + "0-0," * 999, "zh-hans,en;q=" + "9" * 99, "en" + "-x" * 999, '"' * 99)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Hostility:
    """One request after another; forms are filled in with what their pages ask for."""

    def __init__(self, cast: Cast, cases: list[Case], seed: int) -> None:
        self.rng, self.attack = random.Random(seed), Attack()
        self.clients = {name: access.Caller(cast, name).client for name in access.everybody(cast)}
        self.cases, self.pages = cases, dict[tuple[str, str], str]()

    def strike(self) -> None:
        """Somebody, somewhere, with anything."""
        name, case = self.rng.choice(list(self.clients)), self.rng.choice(self.cases)
        method = self.rng.choice(METHODS)
        url = self._address(case)
        body = self._body(name, case) if method not in {"GET", "HEAD"} else ""
        headers = {key: self._letter() for key in self.rng.sample(HEADERS, k=self.rng.choice((0, 0, 1, 3)))}
        if "CONTENT_LENGTH" in headers:
            headers["CONTENT_LENGTH"] = self.rng.choice(("-1", "", "x", "1", "9" * 30))
        self.attack.send(self.clients[name], method, url, body, self.rng.choice(FORMS), headers)

    def _address(self, case: Case) -> str:
        """A real address, or one with something else in place of a part, and often a query."""
        parts = case.url.split("/")
        if self.rng.random() < 0.25 and len(parts) > 3:
            parts[self.rng.randrange(2, len(parts) - 1)] = self.rng.choice(hostile.SEGMENTS)
        query = f"?{hostile.query(self.rng)}" if self.rng.random() < 0.6 else ""
        return "/".join(parts) + query

    def _body(self, name: str, case: Case) -> str:
        if self.rng.random() < 0.2:
            return self.rng.choice(
                ("{" * 5000, "[" * 5000, "a=" + "b" * 100_000, "&" * 900, "=&=&", "%", "--x\r\n\r\n")
            )
        return hostile.filled(self._page(name, case), self.rng) if self.rng.random() < 0.8 else hostile.query(self.rng)

    def _page(self, name: str, case: Case) -> str:
        """The form as this person sees it, asked for once."""
        if (name, case.url) not in self.pages:
            with transaction.atomic():
                response: Any = self.clients[name].get(case.url)
                text = response.content.decode(errors="ignore") if isinstance(response, HttpResponse) else ""
                if isinstance(response, StreamingHttpResponse):
                    response.getvalue()
                transaction.set_rollback(True)
            self.pages[name, case.url] = text
        return self.pages[name, case.url]

    def _letter(self) -> str:
        """A header as servers hand it over: never with a line break, and never beyond Latin-1."""
        text = self.rng.choice((*LETTERS, *hostile.VALUES))[:4000]
        return "".join(c for c in text if c not in "\r\n").encode("latin-1", "replace").decode("latin-1")


def cases_of(cast: Cast) -> list[Case]:
    return access.every_case(belongings(cast))


@pytest.mark.long
def test_a_hundred_hostile_requests_are_answered(cast: Cast) -> None:
    hostility = Hostility(cast, cases_of(cast), seed=15)
    for _number in range(100):
        hostility.strike()
    hostility.attack.check(at_least=100)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_hostile_requests_are_answered(cast: Cast, seed: int) -> None:
    """Five thousand for each of two seeds."""
    hostility = Hostility(cast, cases_of(cast), seed=seed)
    for _number in range(5000):
        hostility.strike()
    hostility.attack.check(at_least=5000)


def test_a_client_without_cookies_or_sense_is_answered(client: Client) -> None:
    attack = Attack()
    client.raise_request_exception = False
    for cookie in ("x", "=", ";" * 500, "sessionid=" + "a" * 5000, "django_language=" + "x" * 900, "csrftoken=\xff"):
        for url in ("/", "/ledger/", "/petitions/track/", "/accounts/login/", "/admin/"):
            attack.send(client, "GET", url, extra={"HTTP_COOKIE": cookie})
    attack.check(at_least=30)
