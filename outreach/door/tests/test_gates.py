"""The gate counts per network and hour, asks instead of locking, and leaves internal networks alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from outreach.accounts.sessions import SessionStore
from outreach.common import clock
from outreach.common.racing import race
from outreach.door import questions, tallies
from outreach.door.gates import Deed, Gate
from outreach.door.models import Tally

pytestmark = pytest.mark.django_db
WALK = Deed("walk", free=3, per_answer=2)
CARRY = Deed("carry", free=10, per_answer=4)


@pytest.fixture(autouse=True)
def one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is asked the same."""
    monkeypatch.setattr(questions, "_KINDS", [lambda: ("几？", ["7"])])


def somebody(address: str = "198.51.100.7", session: Any = None, **said: str) -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.visitor = session if session is not None else SessionStore()  # type: ignore[attr-defined]  # as its middleware
    request.POST = QueryDict(urlencode(said))
    return request


def do(request: HttpRequest, times: int = 1) -> None:
    for _time in range(times):
        Gate(request, {WALK: 1}).count()


def answer(gate: Gate, words: str = "7") -> dict[str, str]:
    assert gate.question is not None
    return {"door_answer": words, "door_mark": gate.question.question.mark}


def test_a_few_are_nobodys_business_and_then_a_question_is_asked() -> None:
    for _time in range(WALK.free):
        gate = Gate(somebody(), {WALK: 1})
        assert gate.opens()
        assert gate.question is None
        gate.count()
    assert not Gate(somebody(), {WALK: 1}).opens()


def test_a_right_answer_opens_for_as_often_as_promised() -> None:
    do(somebody(), 50)
    session = SessionStore()
    shut = Gate(somebody(session=session), {WALK: 1})
    assert not shut.opens()
    gate = Gate(somebody(session=session, **answer(shut)), {WALK: 1})
    assert gate.opens()
    gate.count()
    again = Gate(somebody(session=session), {WALK: 1})
    assert again.opens()
    again.count()
    assert not Gate(somebody(session=session), {WALK: 1}).opens()


def test_a_wrong_answer_brings_another_question_and_says_so() -> None:
    do(somebody(), 50)
    first = Gate(somebody(), {WALK: 1})
    marks = answer(first, "8")
    second = Gate(somebody(**marks), {WALK: 1})
    assert not second.opens()
    assert second.question is not None
    assert "没答对" in str(second.question.errors)
    assert second.question.question.mark != marks["door_mark"]


def test_one_answer_opens_whatever_the_request_is_about() -> None:
    do(somebody(), 50)
    session = SessionStore()
    wanted = {WALK: 1, CARRY: 9}
    marks = answer(Gate(somebody(session=session), wanted))
    assert Gate(somebody(session=session, **marks), wanted).opens()


def test_others_elsewhere_and_the_next_hour_are_not_asked() -> None:
    do(somebody(), 50)
    assert Gate(somebody("198.51.100.8"), {WALK: 1}).opens()
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        assert Gate(somebody(), {WALK: 1}).opens()


def test_an_internal_network_is_not_even_counted(settings: Settings) -> None:
    settings.INTERNAL_NETWORKS = ["10.0.0.0/8"]
    do(somebody("10.1.2.3"), 50)
    assert Gate(somebody("10.1.2.3"), {WALK: 1}).opens()
    assert not Tally.objects.exists()


def test_one_household_of_ipv6_counts_as_one() -> None:
    for number in range(WALK.free):
        do(somebody(f"2001:db8:1:2::{number}"))
    assert not Gate(somebody("2001:db8:1:2:ffff::1"), {WALK: 1}).opens()
    assert Gate(somebody("2001:db8:1:3::1"), {WALK: 1}).opens()


def test_neither_address_nor_moment_is_kept() -> None:
    do(somebody("198.51.100.7"), 4)
    [tally] = Tally.objects.all()
    assert "198.51" not in tally.key
    assert {field.name for field in Tally._meta.fields} == {"id", "key", "hour", "amount"}
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        do(somebody("198.51.100.7"))
    assert Tally.objects.values("key").distinct().count() == 2, "the same network has another digest in the next hour"


def test_yesterdays_counts_are_swept() -> None:
    with clock.travel_to(clock.now() - timedelta(hours=30)):
        do(somebody())
    do(somebody())
    assert tallies.sweep() == 1
    assert Tally.objects.count() == 1


def test_wrong_tries_of_one_visitor_wait_longer_each_time_and_no_thread_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: pytest.fail("a thread of the web server slept"))
    session, waits, moment = SessionStore(), [], clock.now()
    for _time in range(9):
        with clock.travel_to(moment):
            gate = Gate(somebody(session=session), {CARRY: 1})
            assert gate.opens(), "whoever waited as long as asked may try again"
            gate.count_miss()
            waits.append(Gate(somebody(session=session), {CARRY: 1}).wait_seconds)
            if waits[-1]:
                assert not Gate(somebody(session=session), {CARRY: 1}).opens()
        moment += timedelta(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8, 16, 30, 30, 30]
    with clock.travel_to(moment):
        Gate(somebody(session=session), {CARRY: 1}).forgive()
        assert Gate(somebody(session=session), {CARRY: 1}).opens()


@pytest.mark.django_db(transaction=True)
def test_all_workers_count_together() -> None:
    race(20, lambda number: tallies.add({"a": 1, "b": number}))
    assert tallies.read(["a", "b", "c"]) == {"a": 20, "b": sum(range(20)), "c": 0}
