"""Brought before: hints with their reason, links that an officer makes, and nothing across a seal."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions import workflow
from petitions.contacts import Contact
from petitions.factories import make_petition
from petitions.identities import known_of
from petitions.models import NotRepeat, Petition, PetitionGram
from petitions.repeats import repeats_of

pytestmark = pytest.mark.django_db

OTHERS = Contact("李桂兰", "139 2222 3333")


def hints(cast: Cast, petition: Petition, who: str = "petition") -> list[tuple[str, str]]:
    rights = cast.rights(who)
    found = repeats_of(petition, known_of(petition, rights), rights)
    return [(hint.petition.number, hint.reason) for hint in found.hints]


def again(cast: Cast, days: int, **changes: Any) -> tuple[Petition, Petition]:
    """A petition, and another ``days`` later."""
    first = make_petition(cast.quay)
    with clock.travel_to(clock.now() + timedelta(days=days)):
        later = make_petition(changes.pop("unit", cast.quay), changes.pop("contact", OTHERS), **changes)
    return first, later


def test_the_same_phone_is_told_with_days_and_unit(cast: Cast) -> None:
    first, later = again(cast, 30, contact=Contact("陈志远", "13800130021"), title="食堂夜宵太早收摊")
    assert hints(cast, later) == [(first.number, "同一电话，同一单位，30 天前")]
    assert hints(cast, first) == []


def test_the_same_matter_is_told_with_how_alike_it_is(cast: Cast) -> None:
    first, later = again(cast, 12, title="10 月夜班补贴少算了，要求补发")
    [(number, reason)] = hints(cast, later)
    assert number == first.number
    assert reason.startswith("文字相近 ")
    assert reason.endswith("%，同一单位，12 天前")


@pytest.mark.parametrize(("days", "changes"), [(181, {}), (12, {"unit": "west"}), (12, {"title": "食堂夜宵太早收摊"})])
def test_another_time_unit_or_matter_is_no_hint(cast: Cast, days: int, changes: dict[str, Any]) -> None:
    if "unit" in changes:
        changes = {"unit": cast.west}
    _first, later = again(cast, days, **changes)
    assert hints(cast, later) == []


def test_an_officer_links_and_parts_and_nothing_is_deleted(cast: Cast, client: Client) -> None:
    first, later = again(cast, 3)
    client.force_login(cast.petition)
    page = client.get(later.get_absolute_url()).content.decode()
    assert "可能以前反映过" in page
    url = f"{later.get_absolute_url()}link_repeat/"
    form = client.get(url, {"other": first.number}).context["form"]
    assert form["other"].value() == first.number
    refused = client.post(url, {"version": later.version, "other": "XFJ-2026-999999", "note": "同一件事"})
    assert "没有这个编号的更早的信访件。" in refused.content.decode()
    client.post(url, {"version": later.version, "other": first.number, "note": "同一件事，诉求没有变"})
    later.refresh_from_db()
    assert later.repeat_of == first
    event = later.events.get(step="link_repeat")
    assert (event.actor, event.note) == (cast.petition, "同一件事，诉求没有变")
    page = client.get(later.get_absolute_url()).content.decode()
    assert "重复信访，原件：" in page
    assert "可能以前反映过" not in page
    assert "后来又反映了 1 次" in client.get(first.get_absolute_url()).content.decode()
    workflow.unlink_repeat(petition=later, note="是另一个月的补贴", rights=cast.rights("petition"))
    assert list(Petition.objects.values_list("repeat_of", flat=True)) == [None, None]


def test_a_chain_always_points_to_the_first(cast: Cast) -> None:
    rights = cast.rights("petition")
    first, second = again(cast, 3)
    with clock.travel_to(clock.now() + timedelta(days=5)):
        third = make_petition(cast.quay)
        fourth = make_petition(cast.quay)
    workflow.link_repeat(petition=fourth, other=third, rights=rights)
    workflow.link_repeat(petition=third, other=second, rights=rights)
    workflow.link_repeat(petition=second, other=first, rights=rights)
    assert set(Petition.objects.filter(repeat_of=first)) == {second, third, fourth}
    with clock.travel_to(clock.now() + timedelta(days=9)):
        fifth = make_petition(cast.quay)
    assert workflow.link_repeat(petition=fifth, other=fourth, rights=rights).repeat_of == first
    with pytest.raises(RefusedStepError, match="更早"):
        workflow.link_repeat(petition=first, other=second, rights=rights)


def test_no_repeat_is_kept_and_not_shown_again(cast: Cast, client: Client) -> None:
    first, later = again(cast, 3)
    client.force_login(cast.petition)
    url = f"{later.get_absolute_url()}not_repeat/"
    client.post(url, {"version": later.version, "other": first.number, "note": ""})
    assert NotRepeat.objects.get().said_by == cast.petition
    assert hints(cast, Petition.objects.get(pk=later.pk)) == []
    workflow.link_repeat(petition=later, other=first, rights=cast.rights("petition"))
    assert not NotRepeat.objects.exists()


def test_nothing_is_told_across_a_seal(cast: Cast, client: Client) -> None:
    """Same phone, same words, same unit: one of the two is an accusation."""
    accusation = make_petition(cast.quay, kind="accusation")
    with clock.travel_to(clock.now() + timedelta(days=2)):
        later = make_petition(cast.quay)
    assert not PetitionGram.objects.filter(petition=accusation).exists()
    for who in ("petition", "leader", "discipline"):
        assert hints(cast, later, who) == []
    with pytest.raises(RefusedStepError, match="没有这个编号"):
        workflow.link_repeat(petition=later, other=accusation, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    assert accusation.number not in client.get(later.get_absolute_url()).content.decode()


def test_what_is_sealed_later_is_not_told_any_more(cast: Cast, client: Client) -> None:
    first, later = again(cast, 3)
    rights = cast.rights("petition")
    workflow.link_repeat(petition=later, other=first, rights=rights, note="同一件事")
    workflow.route_to_discipline(petition=first, rights=rights)
    client.force_login(cast.petition)
    page = client.get(later.get_absolute_url()).content.decode()
    assert first.number not in page
    assert "重复信访，原件" not in page


def test_who_keeps_away_from_the_first_sees_no_hint(cast: Cast) -> None:
    first, later = again(cast, 3)
    workflow.recuse_other(petition=first, person=cast.leader, reason="亲属", rights=cast.rights("petition"))
    assert hints(cast, later)
    assert hints(cast, later, "leader") == []
    assert repeats_of(later, known_of(later, cast.rights("leader")), cast.rights("leader")).later == []


def test_pieces_follow_the_unit_that_an_officer_confirms(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    workflow.classify(petition=petition, kind="appeal", unit=cast.west, rights=cast.rights("petition"))
    assert set(PetitionGram.objects.values_list("unit", flat=True)) == {cast.west.pk}
