"""Whatever is typed, sent or put into an address, by whomever: an answer in bounded time, never a failure."""

import logging
import random
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client

from outreach.demo.tests import access, hostile
from outreach.demo.tests.access import Case
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.doors import doors
from outreach.org.testing import Cast, open_every_door
from petitions.factories import fill_in

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
#: Processor seconds; wall-clock time would measure the neighbours.
LONGEST = 2.0
STAFF = ("ledger", "handler", "cadre", "leader", "petition", "admin", "outsider")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are what is asked for."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    open_every_door(cast)
    return [case for case in access.every_case(belongings(cast)) if not case.url.startswith("/admin/r/")]


class Attack:
    """Sends one request after another, undoes what they did, and keeps what went wrong."""

    def __init__(self) -> None:
        self.sent = 0
        self.faults: list[str] = []
        self._error = ""
        got_request_exception.connect(self._note)

    def _note(self, **_kwargs: Any) -> None:
        self._error = repr(sys.exc_info()[1])

    def send(
        self,
        client: Client,
        method: str,
        url: str,
        body: str = "",
        content_type: str = FORM,
        extra: Mapping[str, Any] | None = None,
    ) -> int:
        self._error = ""
        begun = time.process_time()
        with transaction.atomic():
            response: HttpResponseBase = client.generic(
                method, url, body.encode(), content_type=content_type, **(extra or {})
            )
            if isinstance(response, StreamingHttpResponse):
                response.getvalue()
            transaction.set_rollback(True)
        self.sent += 1
        spent = time.process_time() - begun
        if response.status_code >= 500 or spent > LONGEST:
            self.faults.append(
                f"{method} {url[:200]} {body[:300]}: {response.status_code}, {spent:.1f} s, {self._error}"
            )
        return int(response.status_code)

    def check(self, *, at_least: int) -> None:
        got_request_exception.disconnect(self._note)
        assert not self.faults, "\n".join(self.faults)
        assert self.sent >= at_least


def client_of(cast: Cast, name: str) -> Client:
    return access.Caller(cast, name).client


@pytest.mark.long
def test_every_page_takes_any_query(cast: Cast, cases: list[Case]) -> None:
    rng, attack = random.Random(1), Attack()
    clients = {name: client_of(cast, name) for name in (access.ANONYMOUS, *STAFF)}
    for case in cases:
        is_admin = case.url.startswith("/admin/")
        names = ["admin"] if is_admin else rng.sample([access.ANONYMOUS, *STAFF], k=2)
        for name in names:
            attack.send(clients[name], "GET", f"{case.url}?{hostile.query(rng)}")
    attack.check(at_least=250)


@pytest.mark.long
def test_every_form_takes_anything_in_its_fields(cast: Cast, cases: list[Case]) -> None:
    rng, attack = random.Random(2), Attack()
    pages = [case for case in cases if not case.url.startswith("/admin/") and "nonsense" not in case.words]
    for name in STAFF:
        caller = access.Caller(cast, name)
        for case in rng.sample(pages, k=80):
            response = caller.ask("GET", case.url)
            if isinstance(response, HttpResponse) and response.status_code == 200:
                page = response.content.decode(errors="ignore")
                attack.send(caller.client, "POST", case.url, hostile.filled(page, rng))
    attack.check(at_least=100)


@pytest.mark.long
def test_every_step_of_the_ledger_takes_anything(cast: Cast, cases: list[Case]) -> None:
    rng, attack = random.Random(3), Attack()
    numbers = [case.url for case in cases if case.words.startswith("/ledger/{number}/ (of East")]
    people = ("ledger", "handler", "head", "acceptor", "leader")
    for url in numbers:
        for name in people:
            client = client_of(cast, name)
            page = client.get(url).content.decode()
            for step in sorted({part.split("/")[3] for part in _links(page) if part.startswith(url)} - {""}):
                form = client.get(f"{url}{step}/").content.decode()
                attack.send(client, "POST", f"{url}{step}/", hostile.filled(form, rng))
                attack.send(client, "POST", f"{url}{step}/", hostile.query(rng))
    attack.check(at_least=15)


def _links(page: str) -> list[str]:
    return [part.split('"')[0].split("?")[0] for part in page.split('href="')[1:]]


@pytest.mark.long
def test_the_public_form_takes_anything_at_every_step(client: Client, cast: Cast) -> None:
    rng, attack = random.Random(4), Attack()
    client.raise_request_exception = False
    token = fill_in(client)
    steps = ("/petitions/new/", "/petitions/new/matter/", "/petitions/new/contact/", "/petitions/new/review/")
    for _round in range(12):
        for url in steps:
            page = client.get(f"{url}?token={token}").content.decode()
            attack.send(client, "POST", url, hostile.filled(page, rng))
        attack.send(client, "POST", "/petitions/track/", hostile.encoded([("code", rng.choice(hostile.VALUES))]))
        attack.send(client, "GET", f"/petitions/units/?{hostile.query(rng)}")
        attack.send(
            client, "POST", "/accounts/login/", hostile.filled('<input name="username"><input name="password">', rng)
        )
        attack.send(client, "POST", "/i18n/setlang/", hostile.encoded([("language", rng.choice(hostile.VALUES))]))
    attack.check(at_least=90)


@pytest.mark.long
def test_addresses_take_anything_in_place_of_a_number(cast: Cast) -> None:
    attack = Attack()
    for name in ("ledger", "admin"):
        client = client_of(cast, name)
        for door in doors():
            if "{" not in door or door.startswith("/admin/") != (name == "admin"):
                continue
            for segment in hostile.SEGMENTS[:: 3 if door.startswith("/admin/") else 1]:
                url = door.replace("{url}", segment)
                attack.send(
                    client, "GET", "/".join(segment if part.startswith("{") else part for part in url.split("/"))
                )
    attack.check(at_least=250)
