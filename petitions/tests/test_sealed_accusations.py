"""An accusation is seen by discipline inspectors and by nobody else, anywhere (信访工作条例, Art. 30)."""

import datetime as dt
import re

import pytest
from django.test import Client

from outreach.accounts.models import User
from outreach.common import clock
from outreach.ledger.queries import similar_open
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import STEPS, fill_in, hand_in, make_petition
from petitions.models import Petition
from petitions.panels import times_held, work_lines
from petitions.queries import find_by_code

pytestmark = pytest.mark.django_db

SECRET = "反映材料采购指定供应商"
OTHERS = [
    "petition",
    "leader",
    "admin",
    "ledger",
    "handler",
    "head",
    "cadre",
    "acceptor",
    "outsider",
    "auditor",
    "security",
]


def plain(text: str, number: str) -> str:
    """The page without its own address and the form tokens that differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text.replace(number, ""))


@pytest.fixture
def accusation(cast: Cast) -> Petition:
    return make_petition(cast.quay, kind="accusation", title=SECRET)


def test_it_is_sealed_from_the_moment_of_submission(cast: Cast, client: Client) -> None:
    code = hand_in(client, kind="accusation")
    petition = Petition.objects.get()
    assert (petition.is_sealed, petition.status) == (True, "discipline_routed")
    assert [event.step for event in petition.events.all()] == ["register", "seal_by_itself"]
    assert find_by_code(code) == petition


@pytest.mark.parametrize("who", [*OTHERS, "nobody"])
def test_nobody_else_can_see_read_count_or_move_it(cast: Cast, client: Client, accusation: Petition, who: str) -> None:
    rights = cast.rights(who)
    client.force_login(cast.people[who])
    assert not Petition.objects.visible_to(rights).exists()
    assert work_lines(rights) == []
    lists = ["/petitions/?view=all", f"/petitions/?q={SECRET}", "/petitions/?kind=accusation&view=all"]
    for url in lists:
        page = client.get(url)
        assert SECRET not in page.content.decode().replace(f'value="{SECRET}"', "")
        assert accusation.number not in page.content.decode()
    assert client.get(accusation.get_absolute_url()).status_code in {403, 404}
    assert client.get(f"{accusation.get_absolute_url()}release/").status_code in {403, 404}
    with pytest.raises(Petition.DoesNotExist):
        workflow.release(petition=accusation, kind="appeal", rights=rights)


def test_a_sealed_number_looks_like_one_that_does_not_exist(cast: Cast, client: Client, accusation: Petition) -> None:
    client.force_login(cast.petition)
    there = client.get(accusation.get_absolute_url())
    nowhere = client.get("/petitions/XFJ-2026-999999/")
    assert there.status_code == nowhere.status_code == 404
    assert plain(there.content.decode(), accusation.number) == plain(nowhere.content.decode(), "XFJ-2026-999999")


def test_counts_and_hints_leave_it_out(cast: Cast, client: Client, accusation: Petition) -> None:
    today = clock.today()
    day = dt.timedelta(days=1)
    assert times_held(cast.rights("discipline"), today - day, today + day, None) == {}
    assert similar_open(SECRET, unit=cast.quay, rights=cast.rights("ledger")) == []
    client.force_login(cast.petition)
    tabs = client.get("/petitions/").context["listing"].tabs()
    assert {str(label): count for label, _url, count, _now in tabs}.pop("全部") == ""
    assert [count for _label, _url, count, _now in tabs if count] == ["0"] * (len(tabs) - 1)


def test_it_is_not_in_the_admin_even_for_a_superuser_who_is_an_inspector(
    cast: Cast, client: Client, accusation: Petition
) -> None:
    User.objects.filter(pk=cast.discipline.pk).update(is_staff=True, is_superuser=True)
    Posting.objects.create(user=cast.discipline, unit=cast.group, role=Role.PETITION_OFFICER)
    client.force_login(User.objects.get(pk=cast.discipline.pk))
    page = client.get("/admin/petitions/petition/")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert SECRET not in client.get(f"/admin/petitions/petition/?q={accusation.number}").content.decode()
    assert client.get(f"/admin/petitions/petition/{accusation.pk}/change/").status_code == 302


def test_an_inspector_sees_it_answers_it_and_nothing_else(cast: Cast, client: Client, accusation: Petition) -> None:
    ordinary = make_petition(cast.quay)
    client.force_login(cast.discipline)
    page = client.get("/petitions/").content.decode()
    assert SECRET in page
    assert ordinary.number not in page
    assert client.get(ordinary.get_absolute_url()).status_code == 404
    sent = {"text": "经核查，已处理。", "version": str(accusation.version)}
    assert client.post(f"{accusation.get_absolute_url()}answer/", sent).status_code == 302
    accusation.refresh_from_db()
    assert accusation.status == "delivered"


def test_an_inspector_of_one_branch_does_not_see_another(cast: Cast, accusation: Petition) -> None:
    Posting.objects.create(user=cast.outsider, unit=cast.west, role=Role.DISCIPLINE_INSPECTOR)
    assert not Petition.objects.visible_to(cast.rights("outsider")).exists()


def test_what_accuses_nobody_goes_back_to_the_petition_office_with_a_fresh_notice_clock(
    cast: Cast, accusation: Petition
) -> None:
    released = workflow.release(petition=accusation, kind="appeal", note="是待遇问题", rights=cast.rights("discipline"))
    assert (released.status, released.is_sealed, released.kind) == ("registered", False, "appeal")
    assert released.kind_stated == "accusation"
    assert released.due_on is not None
    assert Petition.objects.visible_to(cast.rights("petition")).get() == released


def test_an_officer_who_recognises_an_accusation_loses_sight_of_it(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    sent = {"kind": "accusation", "unit": str(cast.quay.pk), "note": "", "version": "0"}
    answer = client.post(f"{petition.get_absolute_url()}classify/", sent)
    assert answer["Location"] == "/petitions/"
    assert client.get(petition.get_absolute_url()).status_code == 404
    assert Petition.objects.visible_to(cast.rights("discipline")).get() == petition


def test_a_form_sent_again_as_an_accusation_seals_what_was_there(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    client.post("/petitions/new/", {"token": token, "kind": "accusation"})
    client.post("/petitions/new/matter/", {"token": token, **STEPS["/petitions/new/matter/"]})
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    petition = Petition.objects.get()
    assert petition.is_sealed
    assert not Petition.objects.visible_to(cast.rights("petition")).exists()


def test_the_text_of_an_accusation_is_not_kept_on_the_device(cast: Cast, client: Client) -> None:
    token = client.get("/petitions/new/").context["token"]
    client.post("/petitions/new/", {"token": token, "kind": "accusation"})
    assert "data-autosave" not in client.get("/petitions/new/matter/").content.decode()


def test_the_same_phone_does_not_tell_the_petition_office_of_an_accusation(
    cast: Cast, client: Client, accusation: Petition
) -> None:
    ordinary = make_petition(cast.quay)
    client.force_login(cast.petition)
    assert "同一个电话" not in client.get(ordinary.get_absolute_url()).content.decode()


def test_who_wrote_an_accusation_down_at_the_desk_cannot_follow_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.petition)
    form = {name: value for fields in STEPS.values() for name, value in fields.items()}
    sent = {
        **form,
        "kind": "accusation",
        "arrival": "visit",
        "token": client.get("/petitions/register/").context["token"],
    }
    code = client.post("/petitions/register/", sent, follow=True).context["code"]
    client.post("/petitions/receipt/", {"code": code})
    assert form["title"] not in client.get("/petitions/track/").content.decode()
