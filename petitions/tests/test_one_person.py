"""One person's petitions found by a number, their data taken along, and what is wrong put right."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.door.gates import Deed
from outreach.door.testing import answered, question_in
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import slowing
from petitions.contacts import PARTS, Contact, id_number_slip
from petitions.factories import STEPS, hand_in, make_petition
from petitions.identities import contact_of
from petitions.limits import SEARCH
from petitions.models import Petition, PetitionerIdentity, Reveal
from petitions.panels import work_lines
from petitions.workflow import persons, revealing

pytestmark = pytest.mark.django_db

WHO = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X")


def running(cast: Cast, petition: Petition, parts: list[str] | None = None) -> Reveal:
    rights = cast.rights("petition")
    reason = "本人来访要求更正登记的信息"
    reveal = revealing.ask_reveal(petition=petition, parts=parts or list(PARTS), reason=reason, rights=rights)
    return revealing.grant_reveal(reveal=reveal, rights=cast.rights("leader"))


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105 1949 1231 002X", True),
        ("１１０１０５１９４９１２３１００２Ｘ", True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
        ("110105491231002", False),
        ("1101051949123100２Z", False),
    ],
)
def test_an_identity_number_is_checked_by_its_last_sign(number: str, is_right: bool) -> None:
    assert (id_number_slip(number) == "") is is_right


def test_the_desk_takes_an_identity_number_and_the_public_form_does_not_ask(cast: Cast, client: Client) -> None:
    assert "id_number" not in client.get("/petitions/new/contact/").content.decode()
    client.force_login(cast.petition)
    form = {name: value for fields in STEPS.values() for name, value in fields.items()}
    token = client.get("/petitions/register/").context["token"]
    sent = {**form, "arrival": "visit", "token": token}
    wrong = client.post("/petitions/register/", {**sent, "id_number": "110105194912310021"})
    assert "最后一位对不上" in wrong.content.decode()
    client.post("/petitions/register/", {**sent, "id_number": "11010519491231002x"})
    petition = Petition.objects.get()
    assert contact_of(petition).id_number == "11010519491231002X"
    page = client.get(f"{petition.get_absolute_url()}identity/").content.decode()
    assert "1101**********002X" in page
    assert "19491231" not in page


@pytest.mark.parametrize("number", ["13800130021", "+86 138-0013-0021", "１３８００１３００２１", "11010519491231002x"])
def test_a_number_finds_the_persons_petitions_as_far_as_the_officer_sees_them(
    cast: Cast, client: Client, number: str
) -> None:
    mine = make_petition(cast.quay, contact=WHO)
    make_petition(cast.quay, contact=WHO, kind="accusation")
    make_petition(cast.west, contact=Contact("李桂兰", "13912345678"))
    client.force_login(cast.petition)
    page = client.post("/petitions/find/", {"number": number})
    assert [row["petition"] for row in page.context["rows"]] == [mine]
    assert "13800130021" not in page.content.decode().replace(" ", "")
    told = str(AuditRecord.objects.filter(action="identity.searched").values("object_label", "detail").get())
    assert "0021" not in told
    assert "002X" not in told
    assert "'found': 1" in told


@pytest.mark.parametrize("number", ["0021", "1380013002", "138001300212", "陈志远", "%"])
def test_a_part_of_a_number_or_a_name_finds_nothing(cast: Cast, client: Client, number: str) -> None:
    make_petition(cast.quay, contact=WHO)
    client.force_login(cast.petition)
    page = client.post("/petitions/find/", {"number": number})
    assert not page.context.get("rows")


@pytest.mark.parametrize("who", ["leader", "discipline", "ledger", "admin", "handler", "auditor", "nobody"])
def test_nobody_else_searches(cast: Cast, client: Client, who: str) -> None:
    make_petition(cast.quay, contact=WHO)
    client.force_login(cast.people[who])
    assert client.post("/petitions/find/", {"number": "13800130021"}).status_code == 403
    with pytest.raises(PermissionDenied):
        persons.find_person(number="13800130021", rights=cast.rights(who))
    assert not AuditRecord.objects.filter(action="identity.searched").exists()


def test_an_address_never_carries_the_number(cast: Cast, client: Client) -> None:
    make_petition(cast.quay, contact=WHO)
    client.force_login(cast.petition)
    page = client.get("/petitions/find/?number=13800130021")
    assert "rows" not in page.context
    assert not AuditRecord.objects.filter(action="identity.searched").exists()


def test_an_export_holds_only_petitions_with_a_running_reveal_of_their_own(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    second = make_petition(cast.west, contact=WHO, title="班车太早")
    make_petition(cast.west, contact=WHO, title="没有问过的事")
    make_petition(cast.west, contact=Contact("李桂兰", "13912345678"), title="别人的事")
    roommate = make_petition(cast.west, contact=Contact("李桂兰", "138 0013 0021"), title="同屋的事")
    sealed = make_petition(cast.quay, contact=WHO, kind="accusation", title="检举的事")
    reveal = running(cast, petition)
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}identity/{reveal.pk}/export/"
    data = json.loads(client.post(url, {"format": "json"}).content)
    assert [one["number"] for one in data["petitions"]] == [petition.number]
    other = running(cast, second)
    running(cast, roommate)
    answer = client.post(url, {"format": "json"})
    data = json.loads(answer.content)
    assert [one["identity"]["phone"] for one in data["petitions"]] == ["138 0013 0021"] * 2
    assert sealed.number not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    page = client.post(url, {"format": "html"})
    assert "attachment" in page["Content-Disposition"]
    assert "班车太早" in page.content.decode()
    for unseen in ("别人的事", "同屋的事", "李桂兰", "没有问过的事"):
        assert unseen not in page.content.decode()
    revealing.withdraw_reveal(reveal=other, rights=cast.rights("petition"))
    assert second.number not in client.post(url, {"format": "json"}).content.decode()
    revealing.withdraw_reveal(reveal=reveal, rights=cast.rights("petition"))
    assert client.post(url, {"format": "json"}).status_code == 302


def test_a_reveal_of_a_colleague_or_of_a_part_opens_nothing_in_an_export(cast: Cast) -> None:
    petition, second = make_petition(cast.quay, contact=WHO), make_petition(cast.west, contact=WHO)
    reveal = running(cast, petition)
    running(cast, second, ["name", "phone"])
    [told] = persons.export_for_officer(reveal=reveal, rights=cast.rights("petition")).petitions
    assert told["number"] == petition.number


def test_each_petition_of_an_export_has_a_record_of_its_own(cast: Cast) -> None:
    petition, second = make_petition(cast.quay, contact=WHO), make_petition(cast.west, contact=WHO)
    reveal, other = running(cast, petition), running(cast, second)
    persons.export_for_officer(reveal=reveal, rights=cast.rights("petition"))
    acts = AuditRecord.objects.filter(action="identity.exported").order_by("detail")
    told = {act.object_label: act.detail for act in acts}
    assert told == {petition.number: {"reveal": reveal.pk}, second.number: {"reveal": other.pk}}


def test_somebody_of_whom_a_name_and_a_phone_are_known_gets_their_data(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=Contact("陈志远", "138 0013 0021"))
    reveal = running(cast, petition, ["name", "phone"])
    client.force_login(cast.petition)
    shown = client.post(f"{petition.get_absolute_url()}identity/{reveal.pk}/").content.decode()
    assert "导出本人全部数据" in shown
    data = json.loads(
        client.post(f"{petition.get_absolute_url()}identity/{reveal.pk}/export/", {"format": "json"}).content
    )
    assert data["petitions"][0]["identity"]["phone"] == "138 0013 0021"


def test_an_export_needs_every_part_and_ones_own_reveal(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = running(cast, petition, ["name"])
    with pytest.raises(RefusedStepError, match="全部"):
        persons.export_for_officer(reveal=reveal, rights=cast.rights("petition"))
    client.force_login(cast.leader)
    assert client.post(f"{petition.get_absolute_url()}identity/{reveal.pk}/export/").status_code == 403


def test_a_reveal_of_the_name_lets_nobody_change_the_phone(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=Contact("陈志远", "138 0013 0021"))
    reveal = running(cast, petition, ["name"])
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}identity/{reveal.pk}/correct/"
    page = client.get(url).content.decode()
    assert 'name="name"' in page
    assert 'name="phone"' not in page
    client.post(url, {"phone": "139 1234 5678", "reason": "本人来访出示证件"})
    with pytest.raises(PermissionDenied, match="只能更正"):
        persons.correct_identity(
            petition=petition,
            changes={"name": "陈致远", "phone": "139 1234 5678"},
            reason="本人来访出示证件",
            rights=cast.rights("petition"),
            reveal=reveal,
        )
    assert contact_of(petition) == Contact("陈志远", "138 0013 0021")
    sent = {"name": "陈致远", "address": "港前路 6 号", "reason": "本人来访出示证件"}
    assert client.post(url, sent).status_code == 302  # what nobody had left may be added (个人信息保护法, Art. 46)
    assert contact_of(petition) == Contact("陈致远", "138 0013 0021", "港前路 6 号")


def test_an_officer_corrects_at_the_petitioners_word(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, contact=WHO)
    reveal = running(cast, petition)
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}identity/{reveal.pk}/correct/"
    assert "138 0013 0021" not in client.get(url).content.decode()
    client.post(url, {"phone": "139 1234 5678", "reason": "本人来访出示证件"})
    assert contact_of(petition) == Contact("陈志远", "139 1234 5678", "港前路 6 号 302 室", "11010519491231002X")
    act = AuditRecord.objects.get(action="identity.corrected")
    assert act.detail["parts"] == ["phone"]
    assert "5678" not in str(act.detail)
    assert persons.find_person(number="13912345678", rights=cast.rights("petition")) == [petition]
    with pytest.raises(PermissionDenied):
        persons.correct_identity(
            petition=petition, changes={"name": "x"}, reason="没有批准", rights=cast.rights("petition")
        )


def test_the_petitioner_takes_it_along_by_code_and_something_only_they_know(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    client.post("/petitions/track/", {"code": code})
    assert "陈志远" not in client.get("/petitions/track/data/").content.decode()
    wrong = client.post("/petitions/track/data/", {"proof": "13900000000", "format": "json"})
    assert "对不上" in wrong.content.decode()
    answer = client.post("/petitions/track/data/", {"proof": "+86 13800130021", "format": "json"})
    [told] = json.loads(answer.content)["petitions"]
    assert told["identity"]["name"] == "陈志远"
    assert told["facts"] == STEPS["/petitions/new/matter/"]["facts"]
    assert AuditRecord.objects.get(action="identity.exported").actor is None


def test_the_petitioner_corrects_by_code(cast: Cast, client: Client) -> None:
    client.post("/petitions/track/", {"code": hand_in(client)})
    sent = {"correct": "1", "phone": "139 1234 5678"}
    assert "对不上" in client.post("/petitions/track/data/", {**sent, "proof": "1"}).content.decode()
    client.post("/petitions/track/data/", {**sent, "proof": "138 0013 0021"})
    assert contact_of(Petition.objects.get()).phone == "139 1234 5678"


def test_wrong_proofs_are_slowed_and_without_a_code_there_is_nothing(cast: Cast, client: Client) -> None:
    assert client.post("/petitions/track/data/", {"proof": "13800130021"})["Location"] == "/petitions/track/"
    client.post("/petitions/track/", {"code": hand_in(client)})
    for _ in range(3):
        client.post("/petitions/track/data/", {"proof": "13900000000"})
    right = {"proof": "13800130021", "format": "json"}
    slowed = client.post("/petitions/track/data/", right).content.decode()
    assert "请等 2 秒再试" in slowed
    assert "对不上" not in slowed, "what was typed was not looked at"
    assert 'value="13800130021"' in slowed
    with clock.travel_to(clock.now() + timedelta(seconds=3)):
        assert json.loads(client.post("/petitions/track/data/", right).content)


@pytest.mark.parametrize("more", [{"format": "json"}, {"correct": "1", "phone": "139 1234 5678"}])
def test_after_many_wrong_tries_of_a_network_the_page_asks_a_question_that_leads_on(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, more: dict[str, str]
) -> None:
    client.post("/petitions/track/", {"code": hand_in(client)})
    monkeypatch.setattr(slowing, "CODE", Deed("wrong-code", 0, 2))
    sent = {"proof": "13800130021", **more}
    asked = client.post("/petitions/track/data/", sent)
    assert question_in(asked.content.decode())
    assert asked.content.decode().count('id="id_door_answer"') == 1
    assert contact_of(Petition.objects.get()).phone == "138 0013 0021"
    led_on = client.post("/petitions/track/data/", sent | answered(asked), follow=True)
    assert "陈志远" in led_on.content.decode() if "format" in more else "已更正" in led_on.content.decode()


def test_somebody_anonymous_takes_along_what_was_said(cast: Cast, client: Client) -> None:
    client.post("/petitions/track/", {"code": hand_in(client, naming="anonymous", name="", phone="")})
    answer = client.post("/petitions/track/data/", {"format": "json"})
    assert json.loads(answer.content)["petitions"][0]["identity"] is None


def test_nobody_is_written_into_a_matter_that_was_brought_without_a_name(cast: Cast, client: Client) -> None:
    client.post("/petitions/track/", {"code": hand_in(client, naming="anonymous", name="", phone="")})
    client.post("/petitions/track/data/", {"correct": "1", "name": "王伟", "phone": "13900000000"})
    assert not PetitionerIdentity.objects.exists()


@pytest.fixture
def few_searches() -> None:
    TimeLimit.objects.update_or_create(key=SEARCH, defaults={"days": 3, "basis": "x"})


@pytest.mark.usefixtures("few_searches")
def test_a_masked_number_is_not_tried_out_digit_by_digit(cast: Cast, client: Client) -> None:
    make_petition(cast.quay, contact=WHO)
    client.force_login(cast.petition)
    for digit in range(3):
        assert client.post("/petitions/find/", {"number": f"1380013002{digit + 4}"}).status_code == 200
    page = client.post("/petitions/find/", {"number": "13800130021"})
    assert page.status_code == 429
    assert "一小时最多按号码找 3 次" in page.content.decode()
    assert "rows" not in page.context
    assert AuditRecord.objects.filter(action="identity.searched", actor=cast.petition).count() == 3
    hit = AuditRecord.objects.get(action="identity.search_limited")
    assert (hit.actor, "0021" in str(hit.detail)) == (cast.petition, False)
    with clock.travel_to(clock.now() + timedelta(minutes=61)):
        client.force_login(cast.petition)
        assert client.post("/petitions/find/", {"number": "13800130021"}).context["rows"]


def test_no_administrator_lifts_the_limit_for_whoever_tries_out_digits() -> None:
    TimeLimit.objects.update_or_create(key=SEARCH, defaults={"days": 3660, "basis": "x"})
    assert persons.searches_an_hour() == 60


@pytest.mark.usefixtures("few_searches")
def test_who_reads_the_log_is_told_and_a_colleague_is_not_slowed(cast: Cast, client: Client) -> None:
    Posting.objects.create(user=cast.outsider, unit=cast.group, role=Role.PETITION_OFFICER)
    for _ in range(3):
        persons.find_person(number="13800130021", rights=cast.rights("petition"))
    for _ in range(2):
        with pytest.raises(RefusedStepError, match="已经用完"):
            persons.find_person(number="13800130021", rights=cast.rights("petition"))
    assert persons.find_person(number="13800130021", rights=cast.rights("outsider")) == []
    client.force_login(cast.auditor)
    page = client.get("/").content.decode()
    assert f"{cast.petition.full_name}按号码找信访件超过了次数" in page
    assert "近 7 天被拦下 2 次" in page
    shown = client.get("/audit/?action=identity.search_limited").content.decode()
    assert shown.count("按号码找信访件超过次数") > 1
    others = {who for who in cast.people if any("超过了次数" in one.title for one in work_lines(cast.rights(who)))}
    assert others == {"auditor"}


def test_an_administrator_reads_the_limit_as_times_an_hour(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    page = client.get("/admin/calendars/timelimit/").content.decode()
    assert "每人按号码找信访件" in page
    assert "20 次 / 小时" in page
