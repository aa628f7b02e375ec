"""A promise at a reception is a leader's only where they wrote it or confirmed it; who wrote it stays on record."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.door.testing import remember
from outreach.org.testing import Cast
from petitions.factories import accepted, reception_day
from petitions.models import ReceptionSlot
from petitions.panels import work_lines
from petitions.views.visitor import TRACKED
from petitions.workflow.hearing import confirm_promise, hear, object_to_promise
from petitions.workflow.receptions import book

pytestmark = pytest.mark.django_db
PROMISE = "月底前补发差额"


def heard(cast: Cast, by: str) -> ReceptionSlot:
    day = reception_day(cast)
    slot = book(petition=accepted(cast), day=day, starts_at=day.starts_at)
    until = day.held_on + timedelta(days=10)
    with clock.travel_to(clock.start_of(day.held_on)):
        return hear(slot=slot, heard="补贴算错", promise=PROMISE, promised_on=until, rights=cast.rights(by))


def read_by_petitioner(slot: ReceptionSlot) -> bool:
    visitor = Client()
    remember(visitor, **{TRACKED: slot.petition_id})
    return PROMISE in visitor.get("/petitions/track/").content.decode()


def test_what_an_officer_writes_is_nobodys_promise_until_the_leader_confirms_it(cast: Cast, client: Client) -> None:
    slot = heard(cast, "petition")
    assert (slot.recorded_by, slot.received_by) == (cast.petition, cast.leader)
    assert not read_by_petitioner(slot)
    url = f"/petitions/receptions/slots/{slot.pk}/"
    [line] = [one for one in work_lines(cast.rights("leader")) if one.title == PROMISE]
    assert (line.url, cast.petition.full_name in line.detail) == (url, True)
    client.force_login(cast.leader)
    assert f"等 {cast.leader.full_name} 本人确认" in client.get(url).content.decode()
    client.post(url, {"go": "confirm"})
    assert read_by_petitioner(slot)
    page = client.get(url).content.decode()
    assert f"{cast.petition.full_name} 记于" in page
    assert "是我答应的" not in page
    assert AuditRecord.objects.get(action="reception.confirm").actor == cast.leader
    with pytest.raises(RefusedStepError, match="没有等您确认的事"):
        object_to_promise(slot=slot, objection="记错了", rights=cast.rights("leader"))


def test_a_leader_who_objects_has_promised_nothing_and_the_office_reads_why(cast: Cast, client: Client) -> None:
    slot = heard(cast, "petition")
    url = f"/petitions/receptions/slots/{slot.pk}/"
    client.force_login(cast.leader)
    empty = client.post(url, {"go": "object", "objection": ""})
    assert empty.context["objection_form"].errors
    client.post(url, {"go": "object", "objection": "我只说会问一问"})
    assert not read_by_petitioner(slot)
    assert not [one for one in work_lines(cast.rights("leader")) if one.title == PROMISE]
    client.force_login(cast.petition)
    assert "有异议：我只说会问一问" in client.get(url).content.decode()


def test_nobody_else_confirms(cast: Cast, client: Client) -> None:
    slot = heard(cast, "petition")
    with pytest.raises(RefusedStepError, match="接访人本人确认"):
        confirm_promise(slot=slot, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    assert "是我答应的" not in client.get(f"/petitions/receptions/slots/{slot.pk}/").content.decode()


def test_what_leaders_write_themselves_stands_at_once(cast: Cast) -> None:
    assert read_by_petitioner(heard(cast, "leader"))
