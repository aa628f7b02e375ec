"""Words that are written again and again are kept for the next time: one's own, or the office's."""

import pytest
from django.test import Client
from django.urls import reverse

from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Phrase
from petitions.workflow.phrasing import MOST_PHRASES, drop_phrase, keep_phrase

SENT = {"title": "受理告知", "text": "你反映的事项已经受理，办理结果会告诉你。"}


def test_kept_it_stands_beside_the_form_of_a_step(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    assert client.post(reverse("petitions:phrases"), SENT).status_code == 302
    page = client.get(reverse("petitions:step", args=[petition.number, "classify"])).content.decode()
    assert SENT["text"] in page
    assert "js/phrases" in page


def test_ones_own_are_not_shown_to_others(cast: Cast) -> None:
    keep_phrase(title=SENT["title"], text=SENT["text"], rights=cast.rights("petition"))
    shared = keep_phrase(title="共用", text="请补充材料。", is_shared=True, rights=cast.rights("petition"))
    assert list(Phrase.objects.visible_to(cast.rights("discipline"))) == [shared]
    with pytest.raises(RefusedStepError):
        drop_phrase(phrase=shared, rights=cast.rights("discipline"))
    drop_phrase(phrase=shared, rights=cast.rights("petition"))
    assert not Phrase.objects.filter(pk=shared.pk).exists()


def test_what_inspectors_write_stays_theirs(cast: Cast, client: Client) -> None:
    client.force_login(cast.discipline)
    page = client.post(reverse("petitions:phrases"), {**SENT, "is_shared": "on"})
    assert page.status_code == 409
    assert SENT["text"] in page.content.decode()
    assert client.post(reverse("petitions:phrases"), SENT).status_code == 302
    assert not Phrase.objects.visible_to(cast.rights("petition")).exists()


def test_there_are_never_more_than_anybody_looks_through(cast: Cast) -> None:
    rights = cast.rights("petition")
    Phrase.objects.bulk_create(Phrase(**SENT, made_by=cast.petition) for _one in range(MOST_PHRASES))
    with pytest.raises(RefusedStepError):
        keep_phrase(title=SENT["title"], text=SENT["text"], rights=rights)


@pytest.mark.parametrize("changed", [{"title": ""}, {"text": " "}, {"title": "x" * 41}, {"text": "\x00"}])
def test_what_is_wrong_is_told_and_kept(cast: Cast, client: Client, changed: dict[str, str]) -> None:
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:phrases"), {**SENT, **changed})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == changed.keys()
    assert not Phrase.objects.exists()


@pytest.mark.parametrize("name", ["leader", "handler", "ledger", "nobody"])
def test_others_have_no_desk(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(reverse("petitions:phrases")).status_code == 403
