"""Several people with one matter: bad lists first, then who is kept where, and who is found by what."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from outreach.common.transitions import RefusedStepError
from outreach.org.testing import Cast
from petitions.contacts import Contact
from petitions.factories import fill_in, hand_in, make_petition
from petitions.identities import contact_of, known_of
from petitions.leaks import check
from petitions.models import JointIndex, Petition, PetitionerIdentity
from petitions.people import Person, read_people
from petitions.rotation import rotate
from petitions.tests.test_one_person import running
from petitions.tests.test_ways_in import URL, filled
from petitions.workflow import persons, revealing

pytestmark = pytest.mark.django_db
LIST = (
    "1. 孙德胜 139 0013 0099\n周小燕\t11010519491231002x\n\n吴海涛，13700137000，110105194912310021\n"
    "孙德胜 139 0013 0099"
)
GROUP = {"people_count": "12", "name_1": "王建军", "phone_1": "13600136000", "signers": LIST}
WHO = Contact(
    "陈志远",
    "138 0013 0021",
    representatives="王建军 13600136000 11010519491231002X",
    signers="孙德胜 13900130099\n周小燕",
)


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


def send(desk: Client, **changes: Any) -> Any:
    token = desk.get(URL).context["token"]
    return desk.post(URL, {**filled(**{**GROUP, **changes}), "token": token}, follow=True)


def workbook(rows: list[list[Any]]) -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(content)
    return content.getvalue()


BAD = [
    ({"people_count": "2"}, {"people_count"}),
    ({"people_count": "1", "signers": ""}, {"people_count"}),
    ({"name_1": ""}, {"name_1"}),
    ({"id_number_1": "110105194912310021"}, {"id_number_1"}),
    ({"signers": "孙德胜\n13900130099"}, {"signers"}),
    ({"naming": "anonymous"}, {"naming"}),
    ({"naming": "anonymous", "name_1": "", "phone_1": "", "signers": ""}, {"naming"}),
]


@pytest.mark.parametrize(("changes", "wrong"), BAD)
def test_bad_lists_are_told_beside_their_field_and_kept(desk: Client, changes: dict[str, str], wrong: set[str]) -> None:
    page = send(desk, **changes)
    assert set(page.context["form"].errors) == wrong
    assert changes.get("signers", "吴海涛") in page.content.decode()
    assert not Petition.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.xlsx", b""),
        ("名单.xlsx", b"PK\x03\x04 not a workbook"),
        ("名单.xls", b"\xd0\xcf\x11\xe0 old"),
        ("名单.pdf", b"%PDF-1.4 %%EOF"),
        ("名单.exe", b"MZ"),
    ],
)
def test_a_file_that_is_no_list_says_so_and_the_typed_list_stays(desk: Client, name: str, content: bytes) -> None:
    page = send(desk, signers_file=SimpleUploadedFile(name, content))
    assert "signers_file" in page.context["form"].errors or not content
    assert "吴海涛" in page.content.decode() or not content


def test_too_many_are_counted(desk: Client) -> None:
    page = send(desk, people_count="9999", signers="\n".join(f"某人{n}" for n in range(5001)))
    assert page.context["form"].errors["signers"] == ["最多 5000 人，现在有 5001 人。"]


def test_a_workbook_is_read_into_the_list_and_stays_there_when_something_else_is_wrong(desk: Client) -> None:
    rows: list[list[Any]] = [["序号", "姓名", "电话"], [1, "何丽", 13800138000], [None, None], [2, "=HYPERLINK(1)", ""]]
    upload = SimpleUploadedFile("名单.xlsx", workbook(rows))
    page = send(desk, title="", signers="", signers_file=upload)
    assert "何丽 13800138000" in page.content.decode()
    send(desk, signers="", signers_file=SimpleUploadedFile("名单.txt", "何丽 13800138000\n马国强".encode()))
    assert contact_of(Petition.objects.get()).signers == "何丽 13800138000\n马国强"


def test_a_line_is_read_however_it_is_written() -> None:
    assert read_people(LIST) == [
        Person("孙德胜", "139 0013 0099"),
        Person("周小燕", "", "11010519491231002X"),
        Person("吴海涛", "13700137000", "110105194912310021"),
    ]
    assert read_people("１、欧阳　娜；０５１２-６６６６８８８８") == [Person("欧阳 娜", "0512-66668888")]
    assert read_people("") == read_people("\n \n") == []


def test_everybody_is_in_the_vault_and_only_their_number_shows(desk: Client) -> None:
    send(desk)
    petition = Petition.objects.get()
    kept = contact_of(petition)
    assert kept.representatives == "王建军 13600136000"
    assert len(read_people(kept.signers)) == 3
    page = desk.get(petition.get_absolute_url()).content.decode()
    assert "其他代表 1 人" in page
    assert "联名名单 3 人" in page
    asked = desk.get(f"{petition.get_absolute_url()}identity/").content.decode()
    for secret in ("王建军", "13600136000", "孙德胜", "吴海涛"):
        assert secret not in page + asked
        assert secret.encode() not in bytes(PetitionerIdentity.objects.get().sealed)


def test_only_an_approved_look_shows_a_list(cast: Cast) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    part = running(cast, petition, ["name"])
    assert revealing.see_identity(reveal=part, rights=cast.rights("petition")).signers == ""
    revealing.withdraw_reveal(reveal=part, rights=cast.rights("petition"))
    whole = running(cast, petition, ["signers"])
    assert "周小燕" in revealing.see_identity(reveal=whole, rights=cast.rights("petition")).signers


def test_a_repeat_is_found_by_anybody_in_it(cast: Cast) -> None:
    petition, rights = make_petition(cast.quay, contact=WHO), cast.rights("petition")
    again = make_petition(cast.west, contact=Contact("孙德胜", "+86 139 0013 0099"))
    listed = make_petition(cast.west, contact=Contact("马国强", "13300133000", signers="某人 11010519491231002x"))
    make_petition(cast.west, contact=Contact("别人", "13100131000"))
    assert known_of(petition, rights).others == 2
    assert known_of(again, rights).others == known_of(listed, rights).others == 1
    assert persons.find_person(number="139-0013-0099", rights=rights) == [again, petition]
    assert set(persons.find_person(number="11010519491231002X", rights=rights)) == {petition, listed}


def test_a_sealed_matter_is_no_repeat_for_others(cast: Cast) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    make_petition(cast.quay, contact=WHO, kind="accusation")
    assert known_of(petition, cast.rights("petition")).others == 0


@pytest.mark.parametrize("told", ["王建军牵的头", "电话一三六00136000", "周 小 燕也签了名", "1101-0519-4912-3100-2X"])
def test_a_text_that_names_one_of_them_is_held_back(told: str) -> None:
    assert check("", told, WHO).is_certain


def test_new_keys_find_and_open_the_same(cast: Cast, settings: Any) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    before = set(JointIndex.objects.values_list("digest", flat=True))
    settings.IDENTITY_KEYS = ["9:another", *settings.IDENTITY_KEYS]
    settings.IDENTITY_INDEX_KEY = f"another,{settings.IDENTITY_INDEX_KEY}"
    assert persons.find_person(number="13900130099", rights=cast.rights("petition")) == [petition]
    assert rotate(lambda *_told: None).stuck == []
    assert contact_of(petition) == WHO
    after = set(JointIndex.objects.values_list("digest", flat=True))
    assert (len(after), after & before) == (3, set())
    assert persons.find_person(number="13900130099", rights=cast.rights("petition")) == [petition]


def test_lists_go_when_the_identity_goes(cast: Cast) -> None:
    make_petition(cast.quay, contact=WHO)
    assert JointIndex.objects.count() == 3
    PetitionerIdentity.objects.get().delete()
    assert not JointIndex.objects.exists()


def test_an_export_tells_one_person_and_counts_the_others(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = running(cast, petition, ["name", "phone", "representatives", "signers"])
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}identity/{reveal.pk}/export/"
    [own] = json.loads(client.post(url, {"format": "json"}).content)["petitions"]
    assert own["identity"]["name"] == "陈志远"
    assert (own["identity"]["representatives"], own["identity"]["signers"]) == ("1 人", "2 人")
    [signer] = json.loads(client.post(url, {"format": "json", "whose": "139 0013 0099"}).content)["petitions"]
    assert (signer["identity"]["name"], signer["identity"]["phone"]) == ("孙德胜", "13900130099")
    assert "陈志远" not in str(signer["identity"])
    shown = client.post(url, {"format": "html", "whose": "139 0013 0099"}).content.decode()
    assert "周小燕" not in shown
    assert client.post(url, {"whose": "13000000000"}).status_code == 302
    with pytest.raises(RefusedStepError, match="没有这个号码"):
        persons.export_for_officer(reveal=reveal, rights=cast.rights("petition"), number="000")


def test_an_export_needs_the_lists_agreed_to_as_well(cast: Cast) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = running(cast, petition, ["name", "phone"])
    with pytest.raises(RefusedStepError, match="全部"):
        persons.export_for_officer(reveal=reveal, rights=cast.rights("petition"))


def test_a_list_is_put_right_whole(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = running(cast, petition, ["signers"])
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}identity/{reveal.pk}/correct/"
    page = client.get(url).content.decode()
    assert 'name="signers"' in page
    assert 'name="representatives"' not in page
    bad = client.post(url, {"signers": "13900130099", "reason": "本人要求更正"})
    assert "第 1 行没有姓名" in bad.content.decode()
    client.post(url, {"signers": "孙得胜 13900130098", "reason": "本人要求更正"})
    assert contact_of(petition).signers == "孙得胜 13900130098"
    assert persons.find_person(number="13900130098", rights=cast.rights("petition")) == [petition]
    assert persons.find_person(number="13900130099", rights=cast.rights("petition")) == []


def test_somebody_alone_is_asked_nothing_more(client: Client, cast: Cast) -> None:
    fill_in(client, people_count="1")
    assert 'name="name_1"' not in client.get("/petitions/new/contact/").content.decode()


def test_a_group_names_its_representatives_on_the_public_form(client: Client, cast: Cast) -> None:
    fill_in(client, people_count="3")
    assert 'name="name_1"' in client.get("/petitions/new/contact/").content.decode()
    said = {"naming": "real", "name": "陈志远", "phone": "138 0013 0021", "name_1": "王建军", "phone_1": "13600136000"}
    for changes, wrong in (
        ({"id_number_1": "1"}, {"id_number_1"}),
        ({"name_1": ""}, {"name_1"}),
    ):
        page = client.post("/petitions/new/contact/", {**said, **changes, "token": _token(client)})
        assert set(page.context["form"].errors) == wrong
        assert 'name="name_2"' in page.content.decode()
    client.post("/petitions/new/contact/", {**said, "token": _token(client)})
    assert "王建军" in client.get("/petitions/new/review/").content.decode()
    client.post("/petitions/new/review/", {"token": _token(client, "review"), "is_true": "on"})
    assert contact_of(Petition.objects.get()).representatives == "王建军 13600136000"


def test_more_representatives_than_people_are_asked_about(client: Client, cast: Cast) -> None:
    fill_in(client, people_count="2")
    said = {"naming": "real", "name": "陈志远", "phone": "138 0013 0021", "name_1": "王建军", "name_2": "赵敏"}
    client.post("/petitions/new/contact/", {**said, "token": _token(client)})
    assert "代表比反映这件事的人还多" in client.get("/petitions/new/review/", follow=True).content.decode()


def test_who_stays_anonymous_brings_nobody_else_in(client: Client, cast: Cast) -> None:
    hand_in(client, people_count="3", naming="anonymous", name="", phone="", name_1="王建军")
    assert not PetitionerIdentity.objects.exists()


def _token(client: Client, step: str = "contact") -> str:
    return str(client.get(f"/petitions/new/{step}/").context["token"])
