"""What leaves the petition office: the matter without the petitioner, looked through before it goes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.attachments.pipeline import store
from outreach.audit.models import AuditRecord
from outreach.ledger.models import Issue
from outreach.org.testing import Cast
from petitions import workflow
from petitions.contacts import Contact
from petitions.factories import accepted, finding_of, handed_over, make_petition, work_on
from petitions.forms.desk import HandOverForm
from petitions.leaks import check
from petitions.models import Petition
from petitions.workflow import link_files

pytestmark = pytest.mark.django_db

WHO = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室", "11010519491231002X")


def kinds(text: str, contact: Contact = WHO) -> list[str]:
    return [leak.what for leak in check("", text, contact).leaks]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("陈志远说少算了", "name"),
        ("陈 志 远说少算了", "name"),
        ("陈·志·远", "name"),
        ("打 13800130021", "phone"),
        ("打 138-0013-0021 找他", "phone"),
        ("打１３８００１３００２１", "phone"),
        ("打 +86 138 0013 0021", "phone"),
        ("一三八零零幺三零零二一", "phone"),
        ("号码 1 3 8.0 0 1 3.0 0 2 1", "phone"),
        ("证号 11010519491231002x", "id_number"),
        ("证号 110105 19491231 002X", "id_number"),
        ("证号 11010519491231002Ｘ", "id_number"),
        ("家在港前路6号302室", "address"),
        ("家在港前路 ６ 号 ３０２ 室", "address"),
    ],
)
def test_the_petitioner_is_found_however_it_is_written(text: str, what: str) -> None:
    found = check("", text, WHO)
    assert found.is_certain
    assert what in [leak.what for leak in found.leaks]
    assert "".join(piece for piece, _words in found.pieces()) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("请打 13912345678", ["some_phone"]),
        ("座机 0512-82184400", ["some_phone"]),
        ("身份证 320102199001011234", ["some_id_number"]),
        ("住在港前路 6 号那栋楼", ["some_address"]),
        ("9 月上了 11 个夜班，工资条只算了 8 个", []),
        ("二号门机 2026-11-25 09:30 停机 48 小时，编号 XFJ-2026-000123", []),
        ("陈师傅和志远都在场", []),
    ],
)
def test_what_only_looks_like_it_is_a_softer_hint(text: str, what: list[str]) -> None:
    assert list(dict.fromkeys(kinds(text))) == what
    assert not check("", text, WHO).is_certain


def test_somebody_anonymous_leaves_nothing_certain_to_find() -> None:
    assert kinds("随便写点什么", Contact()) == []
    assert kinds("单位", Contact("单")) == []


def test_the_officer_sees_where_and_edits_or_says_why(cast: Cast, client: Client) -> None:
    petition = accepted(cast, contact=WHO)
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}hand_over/"
    sent = {
        "title": "补贴少算",
        "unit": str(cast.quay.pk),
        "topic": "pay",
        "version": "2",
        "description": "电话 13912345678",
    }
    page = client.post(url, sent).content.decode()
    assert "<mark" in page
    assert "像是电话号码" in page
    assert not Issue.objects.exists()
    page = client.post(url, {**sent, "description": "陈志远说的", "is_cleared": "on"}).content.decode()
    assert "写明为什么要保留" in page
    assert AuditRecord.objects.get(action="identity.hinted").detail["parts"] == ["name"]
    assert not Issue.objects.exists()
    client.post(url, {**sent, "description": "陈志远说的", "cleared": "重名，说的是班长"})
    assert Issue.objects.get().description == "陈志远说的"
    assert petition.events.get(step="hand_over").detail["cleared"] == "重名，说的是班长"
    assert "重名，说的是班长" in client.get(petition.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("text", "version", "parts"),
    [
        ("陈志远、王伟、张三", "0", ["name"]),  # a page that was overtaken shows the marks as well
        ("住在港前路6号的那位", "2", ["some_address"]),  # a piece of the address is a piece of the address
    ],
)
def test_no_way_of_trying_out_who_it_is_leaves_no_trail(
    cast: Cast, client: Client, text: str, version: str, parts: list[str]
) -> None:
    petition = accepted(cast, contact=WHO)
    client.force_login(cast.petition)
    sent = {"text": text, "version": version, "cleared": "重名，说的是班长"}
    page = client.post(f"{petition.get_absolute_url()}answer/", sent).content.decode()
    assert "<mark" in page
    assert AuditRecord.objects.get(action="identity.hinted").detail["parts"] == parts


def test_a_petition_handed_on_whole_is_looked_through_with_its_supplements_and_file_names(
    cast: Cast, client: Client
) -> None:
    petition = make_petition(cast.quay, contact=WHO, facts="我叫陈志远")
    workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=cast.rights("petition"))
    workflow.supplement(petition=petition, text="电话 13800130021")
    link_files(petition, [store(SimpleUploadedFile("陈志远的工资条.txt", b"1", content_type="text/plain"))])
    petition.refresh_from_db()
    client.force_login(cast.petition)
    url = f"{petition.get_absolute_url()}refer/"
    sent = {"unit": str(cast.west.pk), "note": "", "version": str(petition.version)}
    page = client.post(url, sent).content.decode()
    for place in ("经过：", "补充内容：", "文件名："):
        assert place in page
    client.post(url, {**sent, "cleared": "接收单位需要联系本人"})
    assert Petition.objects.get().status == "referred"


@pytest.fixture
def on_sheet(cast: Cast, media_root: object) -> Petition:
    """In the ledger, assigned to the handler, with one of two files chosen for the sheet."""
    petition = accepted(cast, contact=WHO, facts="我叫陈志远，少算了三个夜班")
    names = ("陈志远的工资条.txt", "陈志远身份证.txt")
    link_files(petition, [store(SimpleUploadedFile(name, name.encode(), content_type="text/plain")) for name in names])
    chosen = [str(petition.files.order_by("pk")[0].pk)]
    finding = finding_of(petition)
    finding = type(finding)(**{**vars(finding), "description": "少算了三个夜班"})
    return workflow.hand_over(petition=petition, finding=finding, files=chosen, rights=cast.rights("petition"))


def test_the_unit_gets_the_matter_a_deadline_and_cleaned_files(cast: Cast, client: Client, on_sheet: Petition) -> None:
    petition = work_on(cast, on_sheet)
    assert petition.issue is not None
    url = f"/petitions/sheets/{petition.issue.number}/"
    client.force_login(cast.handler)
    assert url in client.get(petition.issue.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "少算了三个夜班" in page
    assert "材料 1.txt" in page
    assert "工资条" not in page
    assert "陈志远" not in page
    for file in petition.files.order_by("pk"):
        answer = client.get(f"{url}files/{file.attachment.pk}/")
        assert answer.status_code == (200 if file.is_on_sheet else 404)
        assert "工资条" not in answer.get("Content-Disposition", "")
        answer.getvalue()
    assert AuditRecord.objects.filter(action="petition.sheet_viewed").count() == 1


def test_a_sheet_shows_to_those_who_see_its_item_only(cast: Cast, client: Client, on_sheet: Petition) -> None:
    assert on_sheet.issue is not None
    url = f"/petitions/sheets/{on_sheet.issue.number}/"
    for who in ("outsider", "nobody", "auditor"):
        client.force_login(cast.people[who])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    assert Client().get(url).status_code == 302
    client.force_login(cast.handler)
    assert client.get("/petitions/sheets/QT-1999-000001/").status_code == 404


@pytest.mark.parametrize(("agreed", "status"), [(True, 200), (False, 403)])
def test_the_name_is_shown_to_the_named_handler_where_the_petitioner_agreed(
    cast: Cast, client: Client, agreed: bool, status: int
) -> None:
    petition = work_on(cast, handed_over(cast, contact=WHO, may_be_seen_by_unit=agreed))
    assert petition.issue is not None
    url = f"/petitions/sheets/{petition.issue.number}/"
    client.force_login(cast.handler)
    assert "陈志远" not in client.get(url).content.decode()
    page = client.post(url)
    assert page.status_code == status
    assert ("陈志远" in page.content.decode()) == agreed
    assert "13800130021" not in page.content.decode().replace(" ", "")
    shown = AuditRecord.objects.filter(action="identity.shown_to_unit")
    assert shown.count() == int(agreed)
    for who in ("head", "acceptor", "ledger"):  # they see the sheet, and no name on it
        client.force_login(cast.people[who])
        assert client.post(url).status_code == 403
    assert shown.count() == int(agreed)


def test_a_handler_whom_the_petitioner_complains_about_later_is_not_shown_the_name(cast: Cast, client: Client) -> None:
    petition = work_on(cast, handed_over(cast, contact=WHO, may_be_seen_by_unit=True))
    assert petition.issue is not None
    workflow.supplement(petition=petition, text=f"经办的{cast.handler.full_name}收了好处，不给办")
    client.force_login(cast.handler)
    url = f"/petitions/sheets/{petition.issue.number}/"
    assert client.get(url).status_code == 200  # the matter stays in hand
    assert client.post(url).status_code == 403
    assert not AuditRecord.objects.filter(action="identity.shown_to_unit").exists()


@pytest.mark.parametrize(("agreed", "goes"), [(False, False), (True, True)])
def test_a_file_that_says_who_made_it_goes_along_only_where_the_petitioner_agreed(
    cast: Cast, client: Client, media_root: object, agreed: bool, goes: bool
) -> None:
    petition = accepted(cast, contact=WHO, may_be_seen_by_unit=agreed)
    content = b"%PDF-1.4\n1 0 obj<</Author(Chen Zhiyuan)>>endobj\n%%EOF"
    link_files(petition, [store(SimpleUploadedFile("工资条.pdf", content, content_type="application/pdf"))])
    client.force_login(cast.petition)
    sent = {"title": "补贴少算", "unit": str(cast.quay.pk), "topic": "pay", "version": "2", "description": "少算了"}
    sent["papers"] = str(petition.files.get().pk)
    page = client.post(f"{petition.get_absolute_url()}hand_over/", sent, follow=True).content.decode()
    assert ("文件属性里写着作者：工资条.pdf" in page) != goes
    assert petition.files.filter(is_on_sheet=True).exists() == Issue.objects.exists() == goes


def test_files_go_along_only_when_they_are_chosen(cast: Cast, media_root: object) -> None:
    petition = accepted(cast)
    link_files(petition, [store(SimpleUploadedFile("a.txt", b"1", content_type="text/plain"))])
    form = HandOverForm(petition=petition, rights=cast.rights("petition"))
    assert len(form.fields["papers"].choices) == 1  # type: ignore[attr-defined]  # a choice field
    assert not form["papers"].value()
    workflow.hand_over(petition=petition, finding=finding_of(petition), rights=cast.rights("petition"))
    assert not petition.files.filter(is_on_sheet=True).exists()
