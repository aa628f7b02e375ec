"""S3: who guesses codes is slowed and asked, nobody is locked out, and no thread of the web server waits."""

from datetime import timedelta

import pytest
from django.shortcuts import render
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.common import clock
from outreach.door.testing import answered, question_in, visitor_in
from outreach.org.testing import Cast
from petitions import queries, slowing, vault
from petitions.factories import hand_in
from petitions.models import Petition
from petitions.views.visitor import TRACKED

pytestmark = pytest.mark.django_db
TRACK = "/petitions/track/"
OFFICE = "203.0.113.9"


def guess(visitor: Client, code: str = "AAAA-AAAA-AAAA-AAAA", **more: str) -> tuple[int, str]:
    response = visitor.post(TRACK, {"code": code, **more}, REMOTE_ADDR=OFFICE)
    return response.status_code, response.content.decode()


def test_the_same_visitor_waits_longer_after_each_wrong_code_and_what_was_typed_stays(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: pytest.fail("a thread of the web server slept"))
    code = hand_in(client)
    guesser = Client()
    for _time in range(3):
        guess(guesser)
    status, page = guess(guesser, code)
    assert status == 200
    assert "请等 2 秒再试" in page
    assert code in page
    with clock.travel_to(clock.now() + timedelta(seconds=3)):
        assert guess(guesser, code)[0] == 302


def test_a_whole_office_behind_one_address_gets_in_after_a_question(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    for number in range(1, slowing.CODE.free + 1):
        assert bool(question_in(guess(Client())[1])) is (number == slowing.CODE.free)
    colleague = Client()
    asked = colleague.post(TRACK, {"code": code}, REMOTE_ADDR=OFFICE)
    assert question_in(asked.content.decode())
    assert code in asked.content.decode(), "the code need not be typed again"
    assert guess(colleague, code, **answered(asked))[0] == 302
    assert TRACKED in visitor_in(colleague)
    assert Client().post(TRACK, {"code": code}, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_no_code_is_looked_up_before_the_question_is_answered(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(slowing.CODE.free):
        guess(Client())
    monkeypatch.setattr(queries, "find_by_code", lambda _code: pytest.fail("looked up"))
    assert question_in(guess(Client())[1])


def test_an_internal_network_is_never_asked(cast: Cast, client: Client, settings: Settings) -> None:
    settings.INTERNAL_NETWORKS = ["203.0.113.0/24"]
    for _time in range(slowing.CODE.free * 3):
        assert not question_in(guess(Client())[1])


@pytest.fixture
def bare_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question without the page around it: ten thousand pages would take minutes and prove nothing."""
    monkeypatch.setattr(
        "petitions.views.track.render",
        lambda request, _name, context: render(request, "door/_question.html", context),
    )


@pytest.mark.long
@pytest.mark.embedded
def test_ten_thousand_wrong_codes(cast: Cast, client: Client, bare_page: None) -> None:
    """Some by one visitor, some by a new one each time; every tenth answers the question."""
    code = hand_in(client)
    looked_up: list[str] = []
    find = queries.find_by_code

    def noting(typed: str) -> Petition | None:
        looked_up.append(typed)
        return find(typed)

    stubborn, forgetful, opened, asked, refused = Client(), Client(), 0, 0, 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queries, "find_by_code", noting)
        for number in range(10_000):
            visitor = stubborn if number % 2 else forgetful
            forgetful.cookies.clear()
            said = {"code": vault.spoken_code(vault.new_code())}
            page = visitor.post(TRACK, said, REMOTE_ADDR=OFFICE)
            if number % 10 == 0 and question_in(page.content.decode()):
                page = visitor.post(TRACK, said | answered(page), REMOTE_ADDR=OFFICE)
            assert page.status_code in {200, 302}
            opened += page.status_code == 302
            asked += bool(question_in(page.content.decode()))
            refused += "请等" in page.content.decode()
    assert opened == 0
    assert asked + refused >= 8_900, "whoever answers nothing gets nowhere after the first ten"
    assert len(looked_up) <= 1_100, "and an answer is good for few tries"
    colleague = Client()
    page = colleague.post(TRACK, {"code": code}, REMOTE_ADDR=OFFICE)
    assert guess(colleague, code, **answered(page))[0] == 302
    assert visitor_in(colleague)[TRACKED] == Petition.objects.get().pk
    print(f"S3: 10000 wrong codes, {opened} opened, {asked} asked, {refused} told to wait, {len(looked_up)} looked up")  # noqa: T201 - the figures of the proof
