"""Each case is in somebody's hands at the desk; the office sees who has how much, and gives many to one at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.balance import loads
from petitions.factories import make_petition
from petitions.models import Petition
from petitions.states import Kind
from petitions.workflow import assign_officer, classify, recuse_other, route_to_discipline


@pytest.fixture
def colleague(cast: Cast) -> User:
    """A second officer at the same desk."""
    person = User.objects.create(username="petition2", full_name="信访专员乙")
    Posting.objects.create(user=person, unit=cast.group, role=Role.PETITION_OFFICER, since=clock.today())
    return person


@pytest.fixture
def petition(cast: Cast) -> Petition:
    """Taken up by the first officer."""
    made = make_petition(cast.quay)
    return classify(petition=made, kind=Kind.APPEAL, unit=cast.quay, rights=cast.rights("petition"))


def test_whoever_takes_it_up_has_it(cast: Cast, client: Client, petition: Petition) -> None:
    assert petition.officer == cast.petition
    other = make_petition(cast.quay, title="还没有人拿")
    client.force_login(cast.petition)
    page = client.get(reverse("petitions:list"), {"view": "mine"}).content.decode()
    assert petition.number in page
    assert other.number not in page
    nobody = client.get(reverse("petitions:list"), {"view": "open", "officer": "none"}).content.decode()
    assert other.number in nobody
    assert petition.number not in nobody


def test_given_on_it_stands_in_the_history(cast: Cast, client: Client, petition: Petition, colleague: User) -> None:
    client.force_login(cast.petition)
    url = reverse("petitions:step", args=[petition.number, "assign_officer"])
    assert "信访专员乙" in client.get(url).content.decode()
    sent = {"officer": colleague.pk, "note": "出差一周", "version": petition.version}
    assert client.post(url, sent).status_code == 302
    assert "出差一周" in client.get(petition.get_absolute_url()).content.decode()
    petition.refresh_from_db()
    assert petition.officer == colleague


def test_whoever_keeps_away_does_not_get_it(cast: Cast, petition: Petition, colleague: User) -> None:
    rights = cast.rights("petition")
    petition = recuse_other(petition=petition, person=colleague, reason="是信访人的亲属", rights=rights)
    with pytest.raises(RefusedStepError):
        assign_officer(petition=petition, officer=colleague, rights=rights)
    with pytest.raises(RefusedStepError):
        assign_officer(petition=petition, officer=cast.handler, rights=rights)


def test_sealed_it_is_in_nobodys_hands(cast: Cast, petition: Petition) -> None:
    route_to_discipline(petition=petition, rights=cast.rights("petition"))
    assert Petition.objects.get(pk=petition.pk).officer is None


def test_the_balance_counts_by_name_what_each_has(cast: Cast, petition: Petition, colleague: User) -> None:
    make_petition(cast.quay, title="还没有人拿")
    make_petition(cast.quay, title="检举", kind=Kind.ACCUSATION)
    Petition.objects.filter(pk=petition.pk).update(due_on=clock.today() - timedelta(days=1))
    found = {str(one.officer): (one.in_hand, one.late) for one in loads(cast.rights("petition"))}
    assert found["None"] == (1, 0)
    assert found[str(cast.petition)] == (1, 1)
    assert found[str(colleague)] == (0, 0)


def test_whoever_left_the_desk_is_told_apart(cast: Cast, petition: Petition, colleague: User) -> None:
    assign_officer(petition=petition, officer=colleague, rights=cast.rights("petition"))
    Posting.objects.filter(user=colleague).update(until=clock.today() - timedelta(days=1))
    [gone] = [one for one in loads(cast.rights("petition")) if one.has_left]
    assert (gone.officer, gone.in_hand) == (colleague, 1)


def test_many_go_to_one_and_each_tells_what_came_of_it(
    cast: Cast, client: Client, petition: Petition, colleague: User
) -> None:
    stale, elsewhere = make_petition(cast.quay, title="有人改过"), make_petition(cast.west, title="港城的事")
    client.force_login(cast.petition)
    marks = [f"{petition.number}:{petition.version}", f"{stale.number}:7", f"{elsewhere.number}:0", "XFJ-1:x", "\x00"]
    page = client.post(reverse("petitions:allot"), {"i": marks, "officer": colleague.pk})
    assert (page.context["done"], page.context["refused"]) == (2, 1)
    assert set(Petition.objects.filter(officer=colleague)) == {petition, elsewhere}


NOTHING = [{}, {"i": ["XFJ-2026-000001:0"]}, {"officer": "9" * 30}, {"officer": "\x00", "i": ["x"]}]


@pytest.mark.parametrize("sent", NOTHING)
def test_nothing_picked_changes_nothing(cast: Cast, client: Client, petition: Petition, sent: Any) -> None:
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:allot"), sent, follow=True)
    assert "先勾选信访件" in page.content.decode()
    assert Petition.objects.get(pk=petition.pk).officer == cast.petition


@pytest.mark.parametrize("name", ["leader", "handler", "discipline", "nobody"])
@pytest.mark.parametrize("page", ["petitions:balance", "petitions:allot"])
def test_others_hand_out_nothing(cast: Cast, client: Client, name: str, page: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(reverse(page)).status_code == 403
