"""A matter written straight into the ledger is one item, however often its form arrives."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from outreach.common.racing import race
from outreach.ledger.models import Issue
from outreach.org.testing import Cast

NEW = "/ledger/new/"


def said(cast: Cast, **changes: Any) -> dict[str, Any]:
    facts = {"title": "灯塔停用", "description": "夜间看不清", "unit": cast.quay.pk, "topic": "safety"}
    return {**facts, "horizon": "immediate", "token": str(uuid4()), **changes}


@pytest.mark.django_db
def test_the_same_form_twice_is_one_item_and_one_answer(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    data = said(cast)
    answers = [client.post(NEW, data).headers["Location"] for _time in range(2)]
    assert answers == [Issue.objects.get().get_absolute_url()] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"title": "灯塔又停用"}, {"draft": "1"}])
def test_other_content_is_explained_and_kept(client: Client, cast: Cast, change: dict[str, str]) -> None:
    client.force_login(cast.cadre)
    data = said(cast)
    client.post(NEW, data)
    answer = client.post(NEW, data | change)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚才已经提交过一次" in page
    assert Issue.objects.get().get_absolute_url() in page
    assert data["token"] not in page
    again = data | change | {"token": str(answer.context["form"]["token"].value())}
    assert client.post(NEW, again).status_code == 302
    assert Issue.objects.count() == 2


@pytest.mark.django_db
def test_somebody_elses_form_tells_nothing_of_their_item(client: Client, cast: Cast) -> None:
    data = said(cast)
    client.force_login(cast.cadre)
    client.post(NEW, data)
    client.force_login(cast.outsider)
    answer = client.post(NEW, data | {"unit": cast.west.pk})
    assert answer.status_code == 409
    assert Issue.objects.get().number not in answer.content.decode()


@pytest.mark.django_db
def test_the_very_same_words_under_somebody_elses_token_lead_to_no_item(client: Client, cast: Cast) -> None:
    """The author's own token and words, copied by a superior who may write here too."""
    data = said(cast)
    client.force_login(cast.cadre)
    client.post(NEW, data)
    client.force_login(cast.head)
    answer = client.post(NEW, data)
    assert answer.status_code == 409
    assert Issue.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_is_one_item(cast: Cast) -> None:
    data = said(cast)

    def send(_number: int) -> str:
        client = Client()
        client.force_login(cast.cadre)
        return client.post(NEW, data).headers["Location"]

    assert set(race(6, send)) == {Issue.objects.get().get_absolute_url()}
