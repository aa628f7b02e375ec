"""Every address answers every member of the cast as the committed table says (docs/access-matrix.yaml)."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.urls import get_resolver

from outreach.demo.tests import access
from outreach.demo.tests.access import Case
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.doors import doors, policies
from outreach.org.testing import Cast

#: A stranger, the administration, one of each side of a unit's wall, and nobody in particular.
LOOKING = (access.ANONYMOUS, "handler")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are asked for here: nobody needs them in a log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return access.every_case(belongings(cast))


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only their status is compared here, thousands of times; how they look is tested elsewhere."""
    plain = {403: HttpResponseForbidden, 404: HttpResponseNotFound}
    found = get_resolver().resolve_error_handler

    def handler(code: int) -> Callable[..., HttpResponse]:
        return (lambda _request, **_kwargs: plain[code]()) if code in plain else found(code)

    monkeypatch.setattr(get_resolver(), "resolve_error_handler", handler)


@pytest.mark.long
@pytest.mark.usefixtures("plain_refusals")
def test_every_page_opens_for_whom_it_is_listed(cast: Cast, cases: list[Case]) -> None:
    """The part of the table that is quickly asked: looking, by a stranger and by somebody with a few rights."""
    listed = access.read(access.TABLE, access.everybody(cast))
    found = access.differences(listed, access.observe(cast, cases, methods=["GET"], people=LOOKING))
    assert not found, "\n".join([*found, f"pytest {__file__} -m long writes down what is seen"])


@pytest.mark.long
@pytest.mark.embedded  # who may is decided before any database is asked; the part above is looked at on both
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("is_admin", [False, True], ids=["pages", "administration"])
def test_every_address_answers_everybody_as_listed(cast: Cast, cases: list[Case], is_admin: bool) -> None:
    listed = access.read(access.TABLE, access.everybody(cast))
    expected = {words: answers for words, answers in listed.items() if words.startswith("/admin/") == is_admin}
    seen = access.observe(cast, [case for case in cases if case.door.startswith("/admin/") == is_admin])
    found = access.differences(expected, seen)
    if found:
        others = {words: answers for words, answers in listed.items() if words not in expected}
        access.OBSERVED.write_text(access.text_of(others | seen), encoding="utf-8")
    assert not found, "\n".join([*found, f"what was seen is in {access.OBSERVED}"])


def test_every_address_declares_the_policy_that_is_listed() -> None:
    listed, policy = access.declared(access.TABLE), policies()
    differing = {words: policy.get(access.door_of(words)) for words in listed}
    assert {words: found for words, found in differing.items() if found != listed[words]} == {}


def test_no_answer_is_a_failure() -> None:
    """The table itself promises no 500, and an address signs strangers in or says nothing of them."""
    table = access.read(access.TABLE, [access.ANONYMOUS])
    assert not [words for words, methods in table.items() for answers in methods.values() if "500" in answers.values()]
    assert len(table) >= len(doors())


#: What a page that was not found may say of the request: its own address, and tokens made for each answer.
_OWN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|value="/[^"]*"|\?next=[^"]*')


@pytest.mark.long
@pytest.mark.embedded
def test_what_is_out_of_sight_looks_like_what_does_not_exist(cast: Cast, cases: list[Case]) -> None:
    """Behind one kind of address there is one page for "not found", whatever the reason."""
    several = Counter(case.door for case in cases)
    for name in ("outsider", "cadre", "nobody", "petition"):
        caller = access.Caller(cast, name)
        pages: dict[str, dict[str, str]] = {}
        for case in (case for case in cases if several[case.door] > 1):
            response = caller.ask("GET", case.url)
            if isinstance(response, HttpResponse) and response.status_code == 404:
                text = _OWN.sub("", response.content.decode()).replace(case.url, "")
                pages.setdefault(case.door, {})[text] = case.words
        told_apart = [list(words.values()) for words in pages.values() if len(words) > 1]
        assert not told_apart, f"{name} can tell these apart: {told_apart}"
