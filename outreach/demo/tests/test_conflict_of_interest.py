"""S21: whatever the tree, whoever serves where, nothing about a case reaches those whom it is about.

What everybody could tell before the case came is compared with what they can tell afterwards: it is the same.
"""

from collections.abc import Callable
from difflib import unified_diff
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from outreach.common import clock
from outreach.demo.tests.conflicts import (
    TITLE,
    Enterprise,
    accuse,
    enterprises,
    seal_later,
    what_is_seen,
    what_pages_say,
)
from outreach.org.scoping import Rights
from petitions.models import Petition

pytestmark = pytest.mark.django_db
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
#: Each example makes an enterprise: to make it smaller after a failure would take minutes.
ONCE: dict[str, Any] = {"phases": [Phase.generate], "deadline": None, "suppress_health_check": SLOW}
A_FEW = settings(max_examples=4, derandomize=True, database=None, **ONCE)
MANY = settings(max_examples=60, **ONCE)
#: With a dozen whole pages for everybody before and after.
SOME = settings(max_examples=12, **ONCE)
Case = Callable[[Enterprise], Petition]


def told_nothing(made: Enterprise, bring: Case, *, look_at_pages: bool) -> None:
    """Bring the case and undo everything afterwards."""
    with transaction.atomic():
        made.build()
        moment = clock.now()  # pages say when they were made
        with clock.travel_to(moment):
            before = [look(made, number, pages=look_at_pages) for number in range(len(made.people))]
        petition = bring(made)
        open_to = made.inspectors() - made.kept_out()
        assert 0 in open_to
        for number, person in enumerate(made.people):
            may = Petition.objects.visible_to(Rights.of(person)).filter(pk=petition.pk).exists()
            assert may == (number in open_to), (number, made)
            if number not in open_to:
                with clock.travel_to(moment):
                    after = look(made, number, pages=look_at_pages)
                assert unlike(before[number], after) == {}, (number, made)
            if number == 1 or (look_at_pages and number not in open_to):
                assert_hidden_everywhere(petition, made, number)
        transaction.set_rollback(True)


def look(made: Enterprise, number: int, *, pages: bool) -> dict[str, object]:
    person = made.people[number]
    return {**what_is_seen(made, person), **(what_pages_say(person) if pages else {})}


def unlike(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """What somebody can tell now and could not before, or the other way round: of pages the lines."""
    pairs = {what: (str(told).splitlines(), str(after[what]).splitlines()) for what, told in before.items()}
    return {what: list(unified_diff(was, now, n=0)) for what, (was, now) in pairs.items() if was != now}


def assert_hidden_everywhere(petition: Petition, made: Enterprise, number: int) -> None:
    """The addresses of the case and of its item answer as if there were none."""
    client = Client()
    client.force_login(made.people[number])
    addresses = [petition.get_absolute_url(), f"{petition.get_absolute_url()}answer/"]
    if petition.issue is not None:
        addresses.append(petition.issue.get_absolute_url())
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {403, 404}, address
        assert TITLE not in answer.content.decode()


@pytest.mark.long
@A_FEW
@given(made=enterprises())
def test_nothing_of_an_accusation_reaches_whom_it_is_about(made: Enterprise) -> None:
    told_nothing(made, accuse, look_at_pages=False)


@pytest.mark.long
@A_FEW
@given(made=enterprises())
def test_nothing_of_a_case_sealed_on_its_way_reaches_whom_it_is_about(made: Enterprise) -> None:
    told_nothing(made, seal_later, look_at_pages=False)


@pytest.mark.proof
@pytest.mark.parametrize("case", [accuse, seal_later])
@MANY
@given(made=enterprises())
def test_nothing_of_a_case_reaches_whom_it_is_about(case: Case, made: Enterprise) -> None:
    told_nothing(made, case, look_at_pages=False)


@pytest.mark.proof
@SOME
@given(made=enterprises())
def test_no_page_differs_after_an_accusation(made: Enterprise) -> None:
    told_nothing(made, accuse, look_at_pages=True)


@pytest.mark.proof
@SOME
@given(made=enterprises())
def test_no_page_differs_after_a_case_was_sealed_on_its_way(made: Enterprise) -> None:
    told_nothing(made, seal_later, look_at_pages=True)
