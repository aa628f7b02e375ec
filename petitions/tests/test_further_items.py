"""One petition can have several items: another side of it, or what a leader promised at a reception."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.org.testing import Cast
from petitions.factories import handed_over, reception_day
from petitions.models import FurtherItem, Petition, ReceptionSlot
from petitions.panels import record_link
from petitions.roster import promises_of
from petitions.sheets import sheet_of
from petitions.workflow import PETITIONS, add_item, recuse_other, route_to_discipline
from petitions.workflow.hearing import hear
from petitions.workflow.receptions import book, free_places


@pytest.fixture
def petition(cast: Cast) -> Petition:
    return handed_over(cast)


@pytest.fixture
def promised(cast: Cast, petition: Petition) -> ReceptionSlot:
    """A reception at which the leader promised something and wrote it down."""
    day = reception_day(cast)
    slot = book(petition=petition, day=day, starts_at=free_places(day)[0])
    with clock.travel_to(clock.start_of(day.held_on) + timedelta(hours=10)):
        return hear(
            slot=slot,
            heard="说了两件事",
            promise="月底前修好宿舍屋顶",
            promised_on=day.held_on + timedelta(days=20),
            rights=cast.rights("leader"),
        )


def finding(cast: Cast) -> Finding:
    return Finding("petition", "宿舍屋顶漏雨", "四号楼六层西头三间漏雨", cast.quay)


def test_a_further_item_leads_back_and_keeps_the_case_open(cast: Cast, petition: Petition) -> None:
    add_item(petition=petition, finding=finding(cast), rights=cast.rights("petition"))
    issue = FurtherItem.objects.get(petition=petition).issue
    link = record_link(issue.pk, cast.rights("petition"))
    assert link is not None
    assert link.title == petition.number
    sheet = sheet_of(issue.number, cast.rights("petition"))
    assert sheet is not None
    assert sheet.petitions == [petition]
    assert sheet.files == []
    petition.refresh_from_db()
    assert str(issue.number) in str(PETITIONS.steps["archive"].needs[0](petition, cast.rights("petition")))


def test_what_was_promised_becomes_an_item_by_one_press(cast: Cast, client: Client, promised: ReceptionSlot) -> None:
    client.force_login(cast.petition)
    page = client.get(reverse("petitions:reception_slot", args=[promised.pk])).content.decode()
    url = f"{reverse('petitions:step', args=[promised.petition.number, 'add_item'])}?slot={promised.pk}"
    assert url in page
    form = client.get(url).context["form"]
    assert form.initial["title"] == promised.promise
    sent = {name: form.initial.get(name) or "" for name in form.fields}
    sent |= {"slot": promised.pk, "unit": cast.quay.pk, "topic": "living", "version": form.initial["version"]}
    assert client.post(url, sent).status_code == 302
    [item] = promised.items.all()
    assert item.issue.title == promised.promise
    assert item.issue.number in client.get(reverse("petitions:reception_slot", args=[promised.pk])).content.decode()


def test_a_promise_is_kept_when_its_item_is_struck_off(cast: Cast, promised: ReceptionSlot) -> None:
    assert list(promises_of(cast.rights("leader"))) == [promised]
    add_item(petition=promised.petition, finding=finding(cast), slot=promised, rights=cast.rights("petition"))
    Issue.objects.filter(further_item__slot=promised).update(status="closed")
    assert list(promises_of(cast.rights("leader"))) == []


def test_whoever_keeps_away_is_kept_from_it_too(cast: Cast, petition: Petition) -> None:
    rights = cast.rights("petition")
    add_item(petition=petition, finding=finding(cast), rights=rights)
    petition.refresh_from_db()
    recuse_other(petition=petition, person=cast.handler, reason="当事人", rights=rights)
    issue = FurtherItem.objects.get(petition=petition).issue
    assert not Issue.objects.visible_to(cast.rights("handler")).filter(pk=issue.pk).exists()


def test_sealed_with_its_petition_it_is_out_of_sight(cast: Cast, petition: Petition) -> None:
    rights = cast.rights("petition")
    petition = add_item(petition=petition, finding=finding(cast), rights=rights)
    issue = FurtherItem.objects.get(petition=petition).issue
    route_to_discipline(petition=petition, rights=rights)
    for name in ("petition", "ledger", "leader", "handler"):
        assert not Issue.objects.visible_to(cast.rights(name)).filter(pk=issue.pk).exists()
    assert record_link(issue.pk, cast.rights("petition")) is None


@pytest.mark.parametrize("slot", ["0", "x", "9" * 30, "\x00", "²"])
def test_a_reception_that_is_none_is_left_out(cast: Cast, client: Client, petition: Petition, slot: str) -> None:
    client.force_login(cast.petition)
    url = reverse("petitions:step", args=[petition.number, "add_item"])
    assert client.get(url, {"slot": slot}).status_code == 200
