"""What comes by letter, visit, call, reception or from above: bad input first, then what the office notes of each."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import MATTER, hand_in, make_petition
from petitions.models import Petition, WayIn
from petitions.states import Arrival
from petitions.tracking import happenings_of

pytestmark = pytest.mark.django_db
URL = "/petitions/register/"
SAID = {
    "arrival": "visit",
    "kind": "appeal",
    "title": str(MATTER["title"]),
    "facts": str(MATTER["facts"]),
    "request": "补发",
    "unit_name": "固机车间",
    "people_count": "1",
    "naming": "confidential",
    "name": "李桂兰",
    "phone": "13912345678",
}
FROM_ABOVE = {"arrival": "transferred", "sent_from": "省国资委信访处", "sent_number": "国资信〔2026〕31号"}


def filled(**changes: str) -> dict[str, str]:
    return {**SAID, "received_on": f"{clock.today()}", **changes}


def register(client: Client, **changes: str) -> Petition:
    """Hand in the office's form; the petition that came of it."""
    token = client.get(URL).context["token"]
    answer: Any = client.post(URL, {**filled(**changes), "token": token}, follow=True)
    assert answer.redirect_chain, answer.context["form"].errors
    return Petition.objects.latest("received_at", "pk")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


BAD = [
    ({"received_on": "昨天"}, {"received_on"}),
    ({"received_on": "2999-01-01"}, {"received_on"}),
    ({"received_on": "1900-01-01"}, {"received_on"}),
    ({"received_on": "0001-01-01"}, {"received_on"}),
    ({"arrival": "web"}, {"arrival"}),
    ({"arrival": ""}, {"arrival"}),
    ({"arrival": "transferred"}, {"sent_from"}),
    ({"arrival": "reception"}, {"leader"}),
    ({"arrival": "reception", "leader": "99999999999999999999"}, {"leader"}),
    ({**FROM_ABOVE, "sent_from": "省" * 81}, {"sent_from"}),
    ({**FROM_ABOVE, "answer_due_on": "2020-13-01"}, {"answer_due_on"}),
    ({**FROM_ABOVE, "answer_due_on": "2020-01-01"}, {"answer_due_on"}),
    ({"id_number": "110105194912310021"}, {"id_number"}),
]


@pytest.mark.parametrize(("changes", "wrong"), BAD)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(
    desk: Client, changes: dict[str, str], wrong: set[str]
) -> None:
    token = desk.get(URL).context["token"]
    page = desk.post(URL, {**filled(**changes), "token": token, "place": "二号门机\x00"})
    assert set(page.context["form"].errors) == wrong
    shown = page.content.decode()
    for said in (SAID["title"], SAID["facts"], SAID["name"], "二号门机"):
        assert said in shown
    assert not Petition.objects.exists()


def test_a_scan_stays_with_the_form_until_it_is_right(desk: Client, media_root: object) -> None:
    token = desk.get(URL).context["token"]
    scan = SimpleUploadedFile("来信.txt", "扫描的来信".encode())
    page = desk.post(URL, {**filled(arrival="letter", title=""), "token": token, "files": scan})
    [kept] = page.context["form"]["files"].field.widget.get_context("files", None, {})["widget"]["kept"]
    assert "来信.txt" in page.content.decode()
    desk.post(URL, {**filled(arrival="letter"), "token": token, "files-kept": kept["token"]})
    assert Petition.objects.get().files.get().attachment.original_name == "来信.txt"


def test_the_limit_counts_from_the_day_it_came(desk: Client) -> None:
    came_on = clock.today() - timedelta(days=10)
    petition = register(desk, received_on=f"{came_on}", arrival="letter")
    assert clock.day_of(petition.received_at) == came_on
    assert petition.due_on == came_on + timedelta(days=15)
    assert f"XFJ-{came_on.year}-" in petition.number


def test_what_came_long_ago_is_overdue_at_once(desk: Client) -> None:
    petition = register(desk, received_on=f"{clock.today() - timedelta(days=20)}", arrival="letter")
    assert petition in Petition.objects.overdue()


def test_what_was_said_is_read_back_and_it_is_known_by_whom(desk: Client, cast: Cast) -> None:
    petition = register(desk, is_read_back="on")
    assert petition.way_in.read_back_by == cast.petition
    page = desk.get(petition.get_absolute_url()).content.decode()
    assert "已向信访人宣读，对方确认无误" in page
    assert "read_back/" not in page


@pytest.mark.parametrize("arrival", ["visit", "call"])
def test_what_was_not_read_back_waits_for_it(desk: Client, cast: Cast, arrival: str) -> None:
    petition = register(desk, arrival=arrival)
    page = desk.get(petition.get_absolute_url()).content.decode()
    assert "还没有读给本人听" in page
    assert "read_back/" in page
    sent = {"note": "金额应为 1,200 元", "version": str(petition.version)}
    desk.post(f"{petition.get_absolute_url()}read_back/", sent)
    way = WayIn.objects.get()
    assert (way.read_back_by, way.waits_for_reading) == (cast.petition, False)
    assert "金额应为 1,200 元" in desk.get(petition.get_absolute_url()).content.decode()
    petition.refresh_from_db()
    assert "登记的内容读给你听过，你确认无误" in [line.what for line in happenings_of(petition)]
    with pytest.raises(RefusedStepError, match="已经读过"):
        workflow.read_back(petition=petition, rights=cast.rights("petition"))


def test_a_letter_is_not_read_back(desk: Client, cast: Cast) -> None:
    petition = register(desk, arrival="letter", is_read_back="on")
    assert petition.way_in.read_back_at is None
    assert "宣读" not in desk.get(petition.get_absolute_url()).content.decode()
    with pytest.raises(RefusedStepError, match="不用宣读"):
        workflow.read_back(petition=petition, rights=cast.rights("petition"))


def test_what_the_petitioner_typed_is_not_read_back(client: Client, cast: Cast) -> None:
    hand_in(client)
    petition = Petition.objects.get()
    with pytest.raises(RefusedStepError, match="不用宣读"):
        workflow.read_back(petition=petition, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    assert "宣读" not in client.get(petition.get_absolute_url()).content.decode()


def test_a_transfer_says_from_whom_and_what_is_owed(desk: Client) -> None:
    due_on = clock.today() + timedelta(days=40)
    petition = register(desk, **FROM_ABOVE, answer_due_on=f"{due_on}", is_answer_owed="on")
    page = desk.get(petition.get_absolute_url()).content.decode()
    for said in ("省国资委信访处", "国资信〔2026〕31号", f"{due_on} 前办结", "要回复"):
        assert said in page


def test_what_belongs_to_another_way_is_left_out(desk: Client, cast: Cast) -> None:
    leader = str(cast.leader.cadre.pk)
    petition = register(desk, **{**FROM_ABOVE, "arrival": "letter", "leader": leader, "answer_due_on": "2020-01-01"})
    way = petition.way_in
    assert (way.sent_from, way.sent_number, way.answer_due_on, way.leader) == ("", "", None, None)


def test_a_reception_names_the_leader_and_nobody_is_heard_by_whom_they_speak_about(desk: Client, cast: Cast) -> None:
    petition = register(desk, arrival="reception", leader=str(cast.leader.cadre.pk))
    assert cast.leader.full_name in desk.get(petition.get_absolute_url()).content.decode()
    about = register(desk, arrival="reception", leader=str(cast.leader.cadre.pk), facts=f"{cast.leader.full_name}不管")
    assert not Petition.objects.visible_to(cast.rights("leader")).filter(pk=about.pk).exists()


def test_an_accusation_taken_down_is_out_of_sight_at_once(desk: Client, cast: Cast) -> None:
    petition = register(desk, kind="accusation", is_read_back="on")
    assert petition.is_sealed
    assert desk.get(petition.get_absolute_url()).status_code == 404
    assert petition.way_in.read_back_by == cast.petition
    client = Client()
    client.force_login(cast.discipline)
    assert "已向信访人宣读" in client.get(petition.get_absolute_url()).content.decode()


def test_the_same_form_with_another_day_is_a_supplement(desk: Client) -> None:
    token = desk.get(URL).context["token"]
    earlier = f"{clock.today() - timedelta(days=3)}"
    for day in (f"{clock.today()}", earlier, earlier):
        desk.post(URL, {**filled(received_on=day), "token": token})
    assert earlier in Petition.objects.get().supplements.get().text


def test_nobody_else_takes_down_or_reads_back(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, arrival=Arrival.CALL)
    for who, status in (("leader", 403), ("handler", 403), ("outsider", 403)):
        client.force_login(cast.people[who])
        assert client.get(f"{petition.get_absolute_url()}read_back/").status_code == status


def test_the_form_begins_with_today_and_no_day_is_today(desk: Client) -> None:
    assert desk.get(URL).context["form"]["received_on"].value() == clock.today()
    assert clock.day_of(register(desk, received_on="").received_at) == clock.today()
