"""Whoever was given a code by the office draws one that nobody else has seen."""

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.door.testing import visitor_in
from outreach.org.testing import Cast
from petitions.factories import MATTER, hand_in
from petitions.models import Petition
from petitions.queries import find_by_code
from petitions.views.visitor import NEW_CODE

pytestmark = pytest.mark.django_db

NEW = "/petitions/track/code/"
MADE_BY_OFFICE = "登记时由窗口生成的"


def registered(cast: Cast, officer: Client) -> str:
    """What an officer sees of the code when they write down what a caller says."""
    officer.force_login(cast.petition)
    said = {**MATTER, "arrival": "call", "unit_name": "固机车间", "people_count": "1"}
    said |= {"naming": "real", "name": "陈志远", "phone": "138 0013 0021"}
    page = officer.get("/petitions/register/")
    receipt = officer.post("/petitions/register/", {**said, "token": page.context["token"]}, follow=True)
    assert MADE_BY_OFFICE in receipt.content.decode()
    assert MADE_BY_OFFICE in officer.get("/petitions/receipt/slip.txt").content.decode()
    return str(receipt.context["code"])


def opened(code: str) -> Client:
    visitor = Client()
    visitor.post("/petitions/track/", {"code": code})
    return visitor


def test_the_code_an_officer_saw_opens_nothing_once_the_petitioner_drew_another(cast: Cast, client: Client) -> None:
    old = registered(cast, client)
    officer, petitioner = opened(old), opened(old)
    assert MADE_BY_OFFICE in petitioner.get("/petitions/track/").content.decode()
    shown = petitioner.post(NEW, {"proof": "13800130021"}, follow=True)
    new = shown.context["code"]
    assert find_by_code(old) is None
    assert find_by_code(new) == Petition.objects.get()
    assert "原来的查询码不能再用" in shown.content.decode()
    for url in ("/petitions/track/", NEW, "/petitions/track/data/"):
        assert Petition.objects.get().title not in officer.get(url, follow=True).content.decode()
    assert client.get("/petitions/receipt/").context["code"] == ""
    assert AuditRecord.objects.get(action="petition.code_renewed").actor is None


def test_it_is_shown_until_it_has_been_typed_back(cast: Cast, client: Client) -> None:
    petitioner = opened(registered(cast, client))
    new = petitioner.post(NEW, {"proof": "13800130021"}, follow=True).context["code"]
    assert new in petitioner.get(f"{NEW}slip.txt").content.decode()
    wrong = petitioner.post(NEW, {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert "对不上" in wrong.content.decode()
    assert wrong.context["code"] == new
    page = petitioner.post(NEW, {"code": new.lower().replace("-", " ")}, follow=True).content.decode()
    assert Petition.objects.get().title in page
    assert MADE_BY_OFFICE not in page
    assert NEW_CODE not in visitor_in(petitioner)
    assert petitioner.get(f"{NEW}slip.txt").status_code == 404
    assert new not in petitioner.get(NEW).content.decode()


@pytest.mark.parametrize("proof", ["", "13900000000", "x" * 40])
def test_whoever_found_a_slip_locks_nobody_out(cast: Cast, client: Client, proof: str) -> None:
    code = hand_in(client)
    page = opened(code).post(NEW, {"proof": proof})
    assert page.status_code == 200
    assert proof in page.content.decode()
    assert find_by_code(code) == Petition.objects.get()


def test_a_matter_without_a_name_is_renewed_by_its_code_alone(cast: Cast, client: Client) -> None:
    code = hand_in(client, naming="anonymous", name="", phone="")
    visitor = opened(code)
    assert MADE_BY_OFFICE not in visitor.get("/petitions/track/").content.decode()
    new = visitor.post(NEW, {"draw": "1"}, follow=True).context["code"]
    assert find_by_code(new) == Petition.objects.get()


def test_who_leaves_leaves_no_new_code_and_a_stranger_finds_none(cast: Cast, client: Client) -> None:
    visitor = opened(hand_in(client))
    visitor.post(NEW, {"proof": "13800130021"})
    visitor.post("/petitions/track/leave/")
    for one in (visitor, Client()):
        assert one.get(NEW)["Location"] == "/petitions/track/"
        assert one.get(f"{NEW}slip.txt").status_code == 404
