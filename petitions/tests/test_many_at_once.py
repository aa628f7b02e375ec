"""F9: the same form sent fifty times at once is one petition, one receipt, no error page; on both databases."""

import re
from typing import Any

import pytest
from django.test import Client

from outreach.common.racing import race
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import STEPS, fill_in, make_petition
from petitions.models import Petition, PetitionEvent, Supplement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def send(token: str) -> tuple[int, str, str]:
    """Status, code and number as the page shows them; the test client mixes up contexts between threads."""
    answer = Client().post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    page = answer.content.decode()
    code, number = re.search(r"data-code>([A-Z2-7-]+)<", page), re.search(r"XFJ-\d{4}-\d{6}", page)
    return answer.status_code, code[1] if code else "", number[0] if number else ""


def test_fifty_identical_submits_make_one_petition(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    outcomes = race(50, lambda _n: send(token))
    assert len(set(map(str, outcomes))) == 1
    [(status, code, number)] = {outcome for outcome in outcomes if isinstance(outcome, tuple)}
    assert status == 200
    assert code
    assert Petition.objects.get().number == number
    assert PetitionEvent.objects.count() == 1
    assert not Supplement.objects.exists()


def test_different_forms_at_once_get_numbers_of_their_own(cast: Cast) -> None:
    tokens = [fill_in(Client()) for _ in range(12)]
    outcomes = race(12, lambda n: send(tokens[n]))
    assert len({outcome[2] for outcome in outcomes if isinstance(outcome, tuple) and outcome[2]}) == 12


def test_other_content_of_one_form_at_once_is_kept_whole(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    send(token)
    changed = {"token": token, **STEPS["/petitions/new/matter/"], "facts": "还有 8 月"}
    page: Any = client.post("/petitions/new/matter/", changed, follow=True)
    race(10, lambda _n: send(page.context["token"]))
    assert Petition.objects.count() == 1
    assert Supplement.objects.count() == 1


def test_two_officers_classify_at_once_and_one_is_told(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    rights = cast.rights("petition")
    outcomes = race(
        10,
        lambda _n: workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=rights, version=0),
    )
    assert sum(isinstance(outcome, Petition) for outcome in outcomes) == 1
    assert petition.events.filter(step="classify").count() == 1
