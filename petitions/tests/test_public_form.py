"""Raising a matter without an account: step by step, nothing typed is lost, and one form is one petition."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.org.testing import Cast
from petitions.factories import STEPS, fill_in, hand_in
from petitions.identities import contact_of
from petitions.models import Petition, PetitionDraft, PetitionerIdentity, PetitionFile, Supplement

pytestmark = pytest.mark.django_db


def test_a_worker_raises_a_matter_and_gets_a_code_to_keep(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    petition = Petition.objects.get()
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", code)
    assert re.fullmatch(r"XFJ-\d{4}-\d{6}", petition.number)
    assert (petition.unit, petition.kind, petition.people_count) == (cast.quay, "appeal", 3)
    assert petition.status == "registered"
    assert contact_of(petition).name == "陈志远"
    assert petition.due_on is not None


def test_the_receipt_shows_the_code_until_it_has_been_typed_back(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    page = client.get("/petitions/receipt/")
    assert code in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    wrong = client.post("/petitions/receipt/", {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert "对不上" in wrong.content.decode()
    assert code in wrong.content.decode()
    client.post("/petitions/receipt/", {"code": code.lower().replace("-", " ")})
    again = client.get("/petitions/receipt/").content.decode()
    assert code not in again
    assert Petition.objects.get().number in again
    assert client.get("/petitions/track/").context["petition"] == Petition.objects.get()


def test_the_slip_can_be_taken_along_as_a_text(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    slip = client.get("/petitions/receipt/slip.txt")
    assert code in slip.content.decode()
    assert slip["Content-Disposition"].startswith("attachment")


def test_every_step_keeps_what_was_typed_when_it_is_wrong(cast: Cast, client: Client) -> None:
    token = client.get("/petitions/new/").context["token"]
    page = client.post("/petitions/new/matter/", {"token": token, "title": "只写了标题", "people_count": "0"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "只写了标题" in text
    assert "还没有选单位" in text
    assert 'aria-invalid="true"' in text
    assert set(page.context["form"].errors) == {"unit_name", "facts", "request", "people_count"}
    later = client.get("/petitions/new/matter/")
    assert "只写了标题" in later.content.decode()


def test_going_back_keeps_the_half_written_step(cast: Cast, client: Client) -> None:
    token = client.get("/petitions/new/").context["token"]
    back = client.post("/petitions/new/contact/", {"token": token, "go": "back", "name": "陈志"})
    assert back["Location"] == "/petitions/new/matter/"
    assert client.get("/petitions/new/contact/").context["form"]["name"].value() == "陈志"


def test_a_session_that_ends_in_the_middle_loses_nothing(cast: Cast, client: Client) -> None:
    page: Any = client.get("/petitions/new/")
    for url, fields in [*STEPS.items(), ("/petitions/new/review/", {"is_true": "on"})]:
        client.cookies.clear()
        page = client.post(url, {"token": page.context["token"], **fields}, follow=True)
    assert "收到了" in page.content.decode()
    assert Petition.objects.get().facts == STEPS["/petitions/new/matter/"]["facts"]


def test_the_same_form_sent_twice_is_one_petition_with_the_same_receipt(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    first = client.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    second = client.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    assert first.context["code"] == second.context["code"] != ""
    assert Petition.objects.count() == 1
    assert not Supplement.objects.exists()


def test_the_same_form_with_other_content_is_a_supplement(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    changed = {**STEPS["/petitions/new/matter/"], "facts": "还想起来，8 月也少算了两个班。"}
    client.post("/petitions/new/matter/", {"token": token, **changed})
    page = client.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    petition = Petition.objects.get()
    assert "8 月也少算了两个班" in Supplement.objects.get().text
    assert petition.facts == STEPS["/petitions/new/matter/"]["facts"]
    assert "补充材料" in page.content.decode()


def test_a_new_form_after_handing_in_is_a_new_petition(cast: Cast, client: Client) -> None:
    assert hand_in(client) != hand_in(client)
    assert Petition.objects.count() == 2


def test_files_come_with_the_petition_and_can_be_dropped_again(cast: Cast, client: Client, media_root: object) -> None:
    token = client.get("/petitions/new/").context["token"]
    client.post("/petitions/new/", {"token": token, "kind": "appeal"})
    files = [SimpleUploadedFile(f"工资条{n}.txt", f"第{n}份".encode()) for n in (1, 2)]
    client.post("/petitions/new/matter/", {"token": token, **STEPS["/petitions/new/matter/"], "files": files})
    page = client.get("/petitions/new/matter/")
    marks = re.findall(r'name="files-kept" value="([^"]+)"', page.content.decode())
    assert len(marks) == 2
    client.post("/petitions/new/matter/", {"token": token, **STEPS["/petitions/new/matter/"], "files-kept": marks[:1]})
    client.post("/petitions/new/contact/", {"token": token, **STEPS["/petitions/new/contact/"]})
    client.post("/petitions/new/review/", {"token": token, "is_true": "on"})
    assert [str(file) for file in PetitionFile.objects.all()] == ["工资条1.txt"]


@pytest.mark.parametrize("typed", ["固机车间", "gujichejian", "gjcj", "GJCJ"])
def test_a_unit_is_found_by_name_pinyin_or_initials(cast: Cast, client: Client, typed: str) -> None:
    hand_in(client, unit_name=typed)
    assert Petition.objects.get().unit == cast.quay


def test_a_name_that_fits_several_units_gives_a_list_to_choose_from_without_javascript(
    cast: Cast, client: Client
) -> None:
    token = client.get("/petitions/new/").context["token"]
    client.post("/petitions/new/", {"token": token, "kind": "appeal"})
    sent = {"token": token, **STEPS["/petitions/new/matter/"], "unit_name": "公司"}
    page = client.post("/petitions/new/matter/", sent)
    assert f'type="radio" name="unit" value="{cast.west.pk}"' in page.content.decode()
    chosen = client.post("/petitions/new/matter/", {**sent, "unit": str(cast.west.pk)})
    assert chosen.status_code == 302
    assert client.get("/petitions/new/matter/").context["form"]["unit_name"].value() == "港城物流公司"


def test_somebody_who_cannot_name_the_unit_is_not_turned_away(cast: Cast, client: Client) -> None:
    token = client.get("/petitions/new/").context["token"]
    sent = {"token": token, **STEPS["/petitions/new/matter/"], "unit_name": "", "is_unit_unknown": "on"}
    assert client.post("/petitions/new/matter/", sent).status_code == 302


def test_the_picker_suggests_units(cast: Cast, client: Client) -> None:
    answer = client.get("/petitions/units/", {"q": "zxy"}).json()
    assert [unit["name"] for unit in answer["units"]] == ["装卸一公司"]
    assert client.get("/petitions/units/", {"q": "\x00"}).json() == {"units": []}


def test_an_anonymous_petition_keeps_no_name_even_when_one_was_typed(cast: Cast, client: Client) -> None:
    hand_in(client, naming="anonymous")
    assert Petition.objects.get().is_anonymous
    assert not PetitionerIdentity.objects.exists()


def test_the_review_cannot_be_reached_past_a_missing_step(cast: Cast, client: Client) -> None:
    client.get("/petitions/new/")
    assert client.get("/petitions/new/review/")["Location"] == "/petitions/new/?check"
    assert (
        client.post("/petitions/new/review/", {"token": "x" * 43, "is_true": "on"})["Location"]
        == "/petitions/new/?check"
    )


def test_leaving_a_shared_computer_leaves_nothing(cast: Cast, client: Client) -> None:
    token = fill_in(client)
    client.post("/petitions/new/discard/", {"token": token})
    assert not PetitionDraft.objects.exists()
    assert client.get("/petitions/new/contact/").context["form"]["name"].value() is None


BAD = {
    "empty": "",
    "control characters": "夜班\x00补\x0b贴",
    "reading order": "夜班\u202e补贴",
    "emoji": "夜班😀补贴",
    "far too long": "很" * 30_000,
    "lone surrogate": "夜班\ud800补贴",
}


@pytest.mark.parametrize("field", ["title", "facts", "request", "place", "unit_name", "people_count", "unit", "token"])
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_text_gets_a_message_or_is_cleaned_and_never_an_error_page(
    cast: Cast, client: Client, field: str, bad: str
) -> None:
    token = client.get("/petitions/new/").context["token"]
    sent = {"token": token, **STEPS["/petitions/new/matter/"], field: bad}
    body = urlencode(sent, errors="surrogatepass")
    page = client.post("/petitions/new/matter/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code in {200, 302}
    assert client.get("/petitions/new/matter/").status_code == 200


@pytest.mark.parametrize("people", ["-1", "0", "99999999999999999999", "1.5", "很多", "１２"])
def test_a_number_of_people_that_cannot_be_is_asked_again(cast: Cast, client: Client, people: str) -> None:
    token = client.get("/petitions/new/").context["token"]
    page = client.post(
        "/petitions/new/matter/", {"token": token, **STEPS["/petitions/new/matter/"], "people_count": people}
    )
    assert page.status_code == 302 if people == "１２" else people in page.content.decode()


@pytest.mark.parametrize("fields", [{"kind": "bribe"}, {"kind": ""}, {}])
def test_an_unknown_kind_is_asked_again(cast: Cast, client: Client, fields: dict[str, str]) -> None:
    page = client.post("/petitions/new/", fields)
    assert page.status_code == 200
    assert page.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"naming": "real", "name": "", "phone": ""}, {"name", "phone"}),
        ({"naming": "confidential", "name": "陈志远", "phone": "call me"}, {"phone"}),
        ({"naming": "nobody"}, {"naming"}),
    ],
)
def test_a_contact_that_cannot_be_reached_is_asked_again(
    cast: Cast, client: Client, fields: dict[str, str], wrong: set[str]
) -> None:
    assert set(client.post("/petitions/new/contact/", fields).context["form"].errors) == wrong


@pytest.mark.parametrize(
    ("name", "content"), [("空.txt", b""), ("程序.exe", b"MZ\x90\x00"), ("假图.png", b"not a picture")]
)
def test_a_file_that_is_not_taken_says_why_beside_the_field(
    cast: Cast, client: Client, media_root: object, name: str, content: bytes
) -> None:
    token = client.get("/petitions/new/").context["token"]
    sent = {"token": token, **STEPS["/petitions/new/matter/"], "files": [SimpleUploadedFile(name, content)]}
    page = client.post("/petitions/new/matter/", sent)
    assert name.split(".", maxsplit=1)[0] in str(page.context["form"].errors["files"])
    assert page.context["form"]["title"].value() == STEPS["/petitions/new/matter/"]["title"]
