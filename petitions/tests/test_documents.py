"""Documents of a petition: the petitioner reads their name, the office a mask; they are as sealed as the petition."""

import io
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.audit.models import AuditRecord
from outreach.common.once import new_token
from outreach.documents import files, workflow
from outreach.documents.kinds import DocumentKind, kinds
from outreach.documents.models import Document, DocumentFile
from outreach.documents.states import Copy, Format
from outreach.documents.tests.making import texts
from outreach.ledger import workflow as ledger
from outreach.ledger.workflow import Assignment
from outreach.org.testing import Cast
from outreach.retention.erasing import erase
from petitions import keyring, rotation, vault
from petitions import workflow as petition_workflow
from petitions.contacts import Contact
from petitions.factories import CONTACT, accepted, hand_in, handed_over, make_petition
from petitions.models import Petition, PetitionerIdentity, VaultKey
from petitions.states import Kind
from petitions.workflow.revealing import ask_reveal, grant_reveal

pytestmark = pytest.mark.django_db


def kind_of(name: str) -> DocumentKind:
    kind = kinds.get(f"petition.{name}")
    assert kind is not None
    return kind


def drafted(cast: Cast, petition: Petition, name: str = "acceptance", by: str = "petition", **said: str) -> Document:
    kind = kind_of(name)
    values = {**{one.name: "" for one in kind.typed_fields}, **kind.fill(petition), **said}
    return workflow.draft_document(kind=kind, about=petition, values=values, token=new_token(), rights=cast.rights(by))


def issued(cast: Cast, petition: Petition, name: str = "acceptance", by: str = "petition", **said: str) -> Document:
    return workflow.issue(document=drafted(cast, petition, name, by, **said), rights=cast.rights(by))


def word(content: bytes) -> str:
    return "\n".join(texts(content))


def test_the_office_reads_a_mask_until_a_second_person_agrees(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    document = issued(cast, petition)
    client.force_login(cast.petition)
    url = f"{document.get_absolute_url()}file.docx"
    page = client.get(document.get_absolute_url()).content.decode()
    assert (CONTACT.name in page, CONTACT.masked_name in page) == (False, True)
    masked: Any = client.get(url)
    assert (CONTACT.name in word(masked.content), CONTACT.masked_name in word(masked.content)) == (False, True)
    reveal = ask_reveal(
        petition=petition, parts=["name"], reason="要当面送达受理告知书", rights=cast.rights("petition")
    )
    assert CONTACT.name not in word(client.get(url).content)
    grant_reveal(reveal=reveal, rights=cast.rights("leader"))
    assert f"{CONTACT.name}：" in word(client.get(url).content)
    taken = AuditRecord.objects.filter(action="document.taken").order_by("pk")
    assert [one.detail["copy"] for one in taken] == ["office", "office", "addressee"]


def test_another_officer_gets_the_mask_while_one_may_see(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    document = issued(cast, petition)
    reveal = ask_reveal(
        petition=petition, parts=["name"], reason="要当面送达受理告知书", rights=cast.rights("petition")
    )
    grant_reveal(reveal=reveal, rights=cast.rights("leader"))
    client.force_login(cast.leader)
    assert CONTACT.name not in word(client.get(f"{document.get_absolute_url()}file.docx").content)


@pytest.mark.long
@pytest.mark.pdf
def test_the_petitioner_finds_it_by_the_code_with_their_name(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    petition = Petition.objects.get()
    rights = cast.rights("petition")
    petition_workflow.classify(petition=petition, kind=petition.kind, unit=petition.unit, rights=rights)
    petition_workflow.accept(petition=petition, rights=rights)
    petition.refresh_from_db()
    document = issued(cast, petition)
    draft = drafted(cast, petition)
    url = f"/petitions/track/documents/{document.pk}/"
    assert client.get(f"{url}docx/").status_code == 404, "not before the code"
    client.post("/petitions/track/", {"code": code})
    page = client.get("/petitions/track/").content.decode()
    assert document.number is not None
    assert document.number in page
    assert f"{url}docx/" in page
    assert f"{url}pdf/" not in page, "there is none yet"
    files.print_missing(document)
    assert f"{url}pdf/" in client.get("/petitions/track/").content.decode()
    pdf: Any = client.get(f"{url}pdf/")
    assert "陈志远：" in pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert client.get(f"/petitions/track/documents/{draft.pk}/docx/").status_code == 404
    record = AuditRecord.objects.get(action="document.taken")
    assert (record.actor, record.address, record.detail["by"]) == (None, "", "petitioner")


def test_what_was_withdrawn_or_is_for_a_unit_is_not_the_petitioners(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    petition = Petition.objects.get()
    rights = cast.rights("petition")
    gone = workflow.withdraw(document=issued(cast, petition, "receipt"), reason="材料写漏了一样", rights=rights)
    petition_workflow.classify(petition=petition, kind=petition.kind, unit=petition.unit, rights=rights)
    petition_workflow.refer(petition=petition, unit=cast.east, rights=rights)
    petition.refresh_from_db()
    letter, notice = issued(cast, petition, "referral_letter"), issued(cast, petition, "referral_notice")
    client.post("/petitions/track/", {"code": code})
    page = client.get("/petitions/track/").content.decode()
    assert [one.number in page for one in (gone, letter, notice) if one.number] == [False, False, True]
    assert client.get(f"/petitions/track/documents/{letter.pk}/docx/").status_code == 404
    assert client.get(f"/petitions/track/documents/{gone.pk}/docx/").status_code == 404


def test_another_petitioners_documents_do_not_open(cast: Cast, client: Client) -> None:
    other = issued(cast, accepted(cast))
    client.post("/petitions/track/", {"code": hand_in(client)})
    assert client.get("/petitions/track/").status_code == 200
    assert client.get(f"/petitions/track/documents/{other.pk}/docx/").status_code == 404


@pytest.mark.long
@pytest.mark.pdf
def test_neither_name_nor_words_stand_in_the_database(cast: Cast) -> None:
    contact = Contact("窦砚秋", "13977712345", "望潮里909室")
    document = issued(cast, accepted(cast, contact=contact), remark="zq92附言")
    files.print_missing(document)
    with connection.cursor() as cursor:
        for table in ("documents_document", "documents_documentfile", "audit_auditrecord"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            cells = b"".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
            for said in ("窦砚秋", "zq92附言", "word/document.xml", "%PDF"):
                assert said.encode() not in cells, (table, said)
    assert DocumentFile.objects.filter(document=document).count() == 4


def test_an_anonymous_petitioner_is_addressed_without_a_name(cast: Cast) -> None:
    document = issued(cast, accepted(cast, contact=Contact()))
    kept = DocumentFile.objects.select_related("document").get(
        document=document, format=Format.DOCX, copy=Copy.ADDRESSEE
    )
    assert "信访人：" in word(files.opened(kept))


def test_documents_of_a_sealed_petition_are_the_inspectors_alone(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, kind=Kind.ACCUSATION, names="单位负责人甲")
    document = issued(cast, petition, "receipt", by="discipline")
    assert document.number is not None
    assert "纪信收" in document.number, "a series of its own, so that no gap tells of it"
    for name in cast.people:
        client.force_login(cast.people[name])
        status = client.get(document.get_absolute_url()).status_code
        assert status == (200 if name == "discipline" else 404), name
        assert client.get(f"/documents/new/petition.receipt/{petition.pk}/").status_code in (
            {200} if name == "discipline" else {403, 404}
        )
    told = AuditRecord.objects.filter(action__startswith="document.")
    assert told
    assert all(document.number not in f"{one.detail}{one.object_label}" for one in told)
    assert all(str(petition.pk) != one.object_id for one in told)


def test_documents_leave_the_offices_sight_with_their_petition(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    document = issued(cast, petition)
    petition_workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    client.force_login(cast.petition)
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(cast.discipline)
    assert client.get(document.get_absolute_url()).status_code == 200


def test_a_letter_to_a_unit_is_looked_through_for_who_it_is(cast: Cast, client: Client) -> None:
    petition = handed_over(cast)
    draft = drafted(cast, petition, "task", matter=f"{CONTACT.name}反映夜班补贴少算")
    client.force_login(cast.petition)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "可能认得出信访人" in page
    assert AuditRecord.objects.filter(action="identity.hinted", detail__parts=["name"]).exists()
    clean = drafted(cast, petition, "task")
    assert "可能认得出信访人" not in client.get(clean.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", [one for one in kinds if one.dossier == "petition"], ids=lambda kind: kind.key)
def test_what_is_proposed_are_fields_of_the_kind(cast: Cast, kind: DocumentKind) -> None:
    petition = handed_over(cast)
    proposed = kind.fill(petition)
    wanted = {one.name for one in kind.typed_fields if one.is_required}
    assert wanted & set(proposed), kind.key
    assert "petitioner" not in proposed
    assert all(isinstance(value, str) for value in proposed.values())


def test_new_keys_reach_documents_and_the_old_one_is_let_go(cast: Cast, settings: Settings) -> None:
    document = issued(cast, accepted(cast), remark="附言")
    draft = drafted(cast, Petition.objects.get(), remark="附言")
    before = {one.pk: one.sha256 for one in DocumentFile.objects.all()}
    old = vault.sealing_keys()[0].version
    settings.IDENTITY_KEYS = ["9:another-key-of-sufficient-length-0123456789", *settings.IDENTITY_KEYS]
    keyring._confirmed.clear()
    report = rotation.rotate(lambda _done, _all: None)
    assert report.documents == 2 + len(before)
    assert report.stuck == []
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    assert {one.pk: one.sha256 for one in DocumentFile.objects.all()} == before
    for one in DocumentFile.objects.select_related("document"):
        assert files.opened(one).startswith(b"PK")
    assert files.values_of(Document.objects.get(pk=draft.pk))["remark"] == "附言"
    assert files.values_of(Document.objects.get(pk=document.pk))["remark"] == "附言"
    assert VaultKey.objects.get(use=VaultKey.Use.SEALING, version=old).retired_at is not None


def test_the_name_goes_with_the_identity_and_everything_with_the_petition(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    first = issued(cast, petition)
    begun = workflow.replace(document=first, rights=cast.rights("petition"))
    workflow.issue(document=begun, rights=cast.rights("petition"))
    PetitionerIdentity.objects.get(petition=petition).delete()
    assert set(DocumentFile.objects.values_list("copy", flat=True)) == {Copy.OFFICE}
    client.force_login(cast.petition)
    assert client.get(f"{first.get_absolute_url()}file.docx").status_code == 200
    erase(petition)
    assert not Document.objects.exists()


def test_the_handling_unit_finds_its_task_sheet_and_nothing_else(cast: Cast, client: Client) -> None:
    petition = handed_over(cast)
    item = petition.issue
    assert item is not None
    ledger.enter(issue=item, rights=cast.rights("ledger"))
    assignment = Assignment(cast.east, cast.handler, cast.safety, 10)
    ledger.assign(issue=item, assignment=assignment, rights=cast.rights("ledger"))
    task, opinion = issued(cast, petition, "task"), issued(cast, petition, "opinion")
    sheet = f"/petitions/sheets/{item.number}/"
    client.force_login(cast.handler)
    page = client.get(sheet).content.decode()
    assert [str(one.number) in page for one in (task, opinion)] == [True, False]
    assert CONTACT.name not in word(client.get(f"{sheet}documents/{task.pk}/docx/").content)
    assert client.get(f"{sheet}documents/{opinion.pk}/docx/").status_code == 404
    assert AuditRecord.objects.filter(action="document.taken", actor=cast.handler).count() == 1
    client.force_login(cast.outsider)
    assert client.get(f"{sheet}documents/{task.pk}/docx/").status_code == 404
