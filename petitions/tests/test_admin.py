"""The administration lists what the desk shows, changes nothing, and opens to no administrator by office alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.ledger.workflow import recuse_other
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.factories import make_petition, reception_day
from petitions.models import Petition, SponsoredCase
from petitions.states import Hardness, Kind
from petitions.workflow.phrasing import keep_phrase
from petitions.workflow.publishing import Text, publish_answer, write_answer
from petitions.workflow.receptions import book
from petitions.workflow.sponsoring import Plan, take_on

pytestmark = pytest.mark.django_db
LISTS = ["sponsoredcase", "publishedanswer", "phrase", "receptionday"]
TITLE = "食堂夜班只供泡面"


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """One of each, and a petitioner who comes on the day."""
    rights, petition = cast.rights("petition"), make_petition(cast.quay, title=TITLE)
    day = reception_day(cast)
    book(petition=petition, day=day, starts_at=day.starts_at)
    Petition.objects.filter(pk=petition.pk).update(delivered_at=petition.received_at)
    answer = write_answer(petition=petition, text=Text("pay", "夜班补贴怎么算？", "按出车单计算。"), rights=rights)
    publish_answer(answer=answer, rights=cast.rights("leader"))
    plan = Plan(Hardness.OLD, "先查清，再当面答复。", clock.today() + timedelta(days=60))
    return {
        "sponsoredcase": take_on(petition=petition, sponsor=cast.leader.cadre, plan=plan, rights=rights),
        "publishedanswer": answer,
        "phrase": keep_phrase(title="受理告知", text="你反映的事项已经受理。", rights=rights),
        "receptionday": day,
    }


@pytest.mark.parametrize("name", LISTS)
def test_whoever_works_at_the_desk_looks_and_changes_nothing(
    client: Client, cast: Cast, rows: dict[str, Any], name: str
) -> None:
    client.force_login(cast.petition)
    address = f"/admin/petitions/{name}/"
    listed = client.get(address)
    assert (listed.status_code, listed.context["cl"].result_count) == (200, 1)
    page = f"{address}{rows[name].pk}/change/"
    shown = client.get(page)
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    before = type(rows[name])._default_manager.values().get()
    assert client.post(page, {"plan": "改了", "question": "改了", "title": "改了", "place": "改了"}).status_code == 403
    assert client.post(f"{address}{rows[name].pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{address}add/").status_code == 403
    assert type(rows[name])._default_manager.values().get() == before


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["admin", "security", "auditor", "ledger"])
def test_no_administrator_reads_it_by_office_alone(
    client: Client, cast: Cast, rows: dict[str, Any], name: str, who: str
) -> None:
    client.force_login(cast.people[who])
    assert client.get(f"/admin/petitions/{name}/").status_code == 403
    assert client.get(f"/admin/petitions/{name}/{rows[name].pk}/change/").status_code == 403


def test_a_day_tells_nothing_of_whoever_comes_and_an_answer_nothing_of_its_petition(
    client: Client, cast: Cast, rows: dict[str, Any]
) -> None:
    client.force_login(cast.petition)
    number = Petition.objects.get().number
    for name in ("receptionday", "publishedanswer"):
        told = client.get(f"/admin/petitions/{name}/{rows[name].pk}/change/").content.decode()
        assert TITLE not in told
        assert number not in told


def test_what_is_sealed_or_somebody_elses_own_is_not_listed(client: Client, cast: Cast, rows: dict[str, Any]) -> None:
    sealed = make_petition(cast.quay, kind=Kind.ACCUSATION, title="检举挪用备件")
    SponsoredCase.objects.filter(pk=rows["sponsoredcase"].pk).update(petition=sealed)
    mine = keep_phrase(title="问询要点", text="先问时间，再问地点。", rights=cast.rights("discipline"))
    client.force_login(cast.petition)
    for name, pk in (("sponsoredcase", rows["sponsoredcase"].pk), ("phrase", mine.pk)):
        assert pk not in [row.pk for row in client.get(f"/admin/petitions/{name}/").context["cl"].result_list]
        assert client.get(f"/admin/petitions/{name}/{pk}/change/").status_code in {302, 404}


def test_who_keeps_away_from_an_item_does_not_read_it_beside_the_petition(client: Client, cast: Cast) -> None:
    item = brought_to(cast, State.OPEN, "食堂采购由亲属供货")
    petition = make_petition(cast.quay, title=TITLE)
    Petition.objects.filter(pk=petition.pk).update(issue=item)
    Posting.objects.create(user=cast.petition, unit=cast.group, role=Role.LEDGER_OFFICER)
    client.force_login(cast.petition)
    page = f"/admin/petitions/petition/{petition.pk}/change/"
    assert item.title in client.get(page).content.decode()
    recuse_other(issue=item, person=cast.petition, reason="亲属供货", rights=cast.rights("ledger"))
    shown = client.get(page).content.decode()
    assert TITLE in shown
    assert [part for part in (item.title, item.number) if part in shown] == []
