"""A promise is kept when whoever gave it says so: beside the item of the ledger that may come of it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.door.testing import remember
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.org.testing import Cast
from petitions.factories import handed_over, reception_day
from petitions.models import ReceptionSlot
from petitions.panels import work_lines
from petitions.views.visitor import TRACKED
from petitions.workflow import add_item
from petitions.workflow.hearing import hear, object_to_promise
from petitions.workflow.keeping import confirm_keeping, keep_promise
from petitions.workflow.receptions import book

pytestmark = pytest.mark.django_db
PROMISE = "月底前修好宿舍屋顶"
HOW = "屋顶重铺了防水，三间都不漏了"


@pytest.fixture
def slot(cast: Cast) -> ReceptionSlot:
    """A reception today at which the leader promised something and wrote it down."""
    day = reception_day(cast)
    found = book(petition=handed_over(cast), day=day, starts_at=day.starts_at)
    type(day).objects.filter(pk=day.pk).update(held_on=clock.today())
    until = clock.today() + timedelta(days=20)
    return hear(slot=found, heard="漏雨", promise=PROMISE, promised_on=until, rights=cast.rights("leader"))


def url_of(slot: ReceptionSlot) -> str:
    return f"/petitions/receptions/slots/{slot.pk}/"


def read_by_petitioner(slot: ReceptionSlot) -> str:
    visitor = Client()
    remember(visitor, **{TRACKED: slot.petition_id})
    return visitor.get("/petitions/track/").content.decode()


def lines(cast: Cast, name: str = "leader") -> list[str]:
    return [str(one.verb) for one in work_lines(cast.rights(name)) if one.title == PROMISE]


def test_the_leader_says_what_was_done_and_the_petitioner_reads_it(
    cast: Cast, client: Client, slot: ReceptionSlot
) -> None:
    assert lines(cast) == ["兑现了就记下"]
    client.force_login(cast.leader)
    assert "承诺已兑现" in client.get(url_of(slot)).content.decode()
    sent = {"go": "keep", "kept_how": HOW, "kept_on": str(clock.today())}
    assert client.post(url_of(slot), sent).status_code == 302
    page = client.get(url_of(slot)).content.decode()
    assert (f"{clock.today()} 已兑现" in page, HOW in page, "承诺已兑现" in page) == (True, True, False)
    assert HOW in read_by_petitioner(slot)
    assert "已兑现" in client.get(f"/petitions/receptions/{slot.day_id}/").content.decode()
    assert lines(cast) == []
    assert AuditRecord.objects.get(action="reception.keep").actor == cast.leader
    with pytest.raises(RefusedStepError, match="已经兑现"):
        keep_promise(slot=slot, kept_how=HOW, kept_on=clock.today(), rights=cast.rights("leader"))


def test_what_the_office_writes_stands_once_the_leader_said_yes(
    cast: Cast, client: Client, slot: ReceptionSlot
) -> None:
    keep_promise(slot=slot, kept_how=HOW, kept_on=clock.today(), rights=cast.rights("petition"))
    assert HOW not in read_by_petitioner(slot)
    assert "确认兑现没有" in lines(cast)
    client.force_login(cast.petition)
    page = client.get(url_of(slot)).content.decode()
    assert (f"等 {cast.leader.full_name} 本人确认" in page, "是的，已兑现" in page) == (True, False)
    with pytest.raises(RefusedStepError, match="接访人本人确认"):
        confirm_keeping(slot=slot, rights=cast.rights("petition"))
    client.force_login(cast.leader)
    client.post(url_of(slot), {"go": "confirm_keeping"})
    assert HOW in read_by_petitioner(slot)
    assert lines(cast) == []


def test_a_leader_who_says_not_yet_owes_it_as_before(cast: Cast, client: Client, slot: ReceptionSlot) -> None:
    keep_promise(slot=slot, kept_how=HOW, kept_on=clock.today(), rights=cast.rights("petition"))
    client.force_login(cast.leader)
    client.post(url_of(slot), {"go": "deny_keeping"})
    assert HOW not in client.get(url_of(slot)).content.decode()
    assert lines(cast) == ["兑现了就记下"]
    assert AuditRecord.objects.filter(action="reception.deny_keeping").exists()


@pytest.mark.parametrize("day", ["", "x", "2020-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_told_and_what_was_typed_stays(
    cast: Cast, client: Client, slot: ReceptionSlot, day: str
) -> None:
    client.force_login(cast.leader)
    answer = client.post(url_of(slot), {"go": "keep", "kept_how": HOW, "kept_on": day})
    page = answer.content.decode()
    assert (answer.status_code, HOW in page) == (200, True)
    assert answer.context["kept_form"].errors or "兑现的日子在接访那天和今天之间" in page
    slot.refresh_from_db()
    assert slot.kept_on is None


def test_it_is_kept_too_when_its_item_is_struck_off(cast: Cast, client: Client, slot: ReceptionSlot) -> None:
    finding = Finding("petition", PROMISE, "四号楼六层三间漏雨", cast.quay)
    add_item(petition=slot.petition, finding=finding, slot=slot, rights=cast.rights("petition"))
    assert "已兑现" not in read_by_petitioner(slot)
    ended = clock.start_of(date(2026, 11, 20))
    Issue.objects.filter(further_item__slot=slot).update(status="closed", closed_at=ended)
    assert "2026-11-20 已兑现" in read_by_petitioner(slot)
    client.force_login(cast.leader)
    assert "承诺已兑现" not in client.get(url_of(slot)).content.decode()


def test_what_nobody_promised_is_not_kept(cast: Cast, slot: ReceptionSlot) -> None:
    ReceptionSlot.objects.filter(pk=slot.pk).update(confirmed_at=None)
    object_to_promise(slot=slot, objection="我没有答应", rights=cast.rights("leader"))
    with pytest.raises(RefusedStepError, match="没有算数的答应的事"):
        keep_promise(slot=slot, kept_how=HOW, kept_on=clock.today(), rights=cast.rights("leader"))
