"""The life of a document: written, issued, withdrawn, replaced; what was issued never changes."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.once import new_token
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.documents import files, workflow
from outreach.documents.kinds import kinds
from outreach.documents.models import Document, DocumentFile
from outreach.documents.states import Copy, Format, State
from outreach.documents.tests.making import acceptance, texts
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = pytest.mark.django_db


def word(document: Document, copy: Copy = Copy.OFFICE) -> str:
    return "\n".join(texts(files.opened(DocumentFile.objects.get(document=document, format=Format.DOCX, copy=copy))))


def test_a_draft_has_no_number_and_may_be_written_anew(cast: Cast, draft: Document) -> None:
    assert (draft.number, draft.status, str(draft.unit)) == (None, State.DRAFT, "东江港务集团")
    revised = workflow.revise_document(document=draft, values={"title": "另一个标题"}, rights=cast.rights("petition"))
    assert files.values_of(revised) == {"title": "另一个标题"}


def test_the_same_form_sent_twice_is_one_draft(cast: Cast, petition: Petition) -> None:
    token, rights = new_token(), cast.rights("petition")
    for title in ("一", "二"):
        workflow.draft_document(kind=acceptance(), about=petition, values={"title": title}, token=token, rights=rights)
    assert files.values_of(Document.objects.get()) == {"title": "二"}


def test_a_form_sent_again_for_something_else_changes_nothing(cast: Cast, petition: Petition) -> None:
    write = partial(workflow.draft_document, token=new_token(), rights=cast.rights("petition"))
    write(kind=acceptance(), about=petition, values={"title": "一"})
    receipt = kinds.get("petition.receipt")
    assert receipt is not None
    for kind, about in ((receipt, petition), (acceptance(), make_petition(cast.quay))):
        with pytest.raises(RefusedStepError, match="另一份文书"):
            write(kind=kind, about=about, values={"title": "二"})
    assert files.values_of(Document.objects.get()) == {"title": "一"}


def test_a_draft_is_not_printed_before_it_is_issued(cast: Cast, draft: Document) -> None:
    files.print_missing(draft)
    issued = workflow.issue(document=draft, rights=cast.rights("petition"))
    assert list(Document.objects.to_print()) == [issued]


def test_issuing_numbers_it_and_keeps_its_files(cast: Cast, draft: Document) -> None:
    issued = workflow.issue(document=draft, rights=cast.rights("petition"))
    year = clock.today().year
    assert (issued.status, issued.number) == (State.ISSUED, f"东江港务集团信受〔{year}〕1号")
    said = word(issued)
    assert str(issued.number) in said
    assert "请保持电话畅通" in said
    assert "{{" not in said


def test_numbers_have_no_gaps_and_begin_anew_each_year(cast: Cast, petition: Petition) -> None:
    rights, kind = cast.rights("petition"), acceptance()
    numbers = []
    for _n in range(3):
        made = workflow.draft_document(
            kind=kind, about=petition, values=kind.fill(petition), token=new_token(), rights=rights
        )
        numbers.append(workflow.issue(document=made, rights=rights).number)
    assert [(number or "").rpartition("〕")[2] for number in numbers] == ["1号", "2号", "3号"]
    assert workflow.next_number("东江港务集团信受", clock.today().year + 1).endswith("〕1号")


def test_an_issued_document_is_neither_revised_nor_discarded_nor_issued_again(cast: Cast, draft: Document) -> None:
    rights = cast.rights("petition")
    issued = workflow.issue(document=draft, rights=rights)
    for verb in (
        lambda: workflow.revise_document(document=issued, values={}, rights=rights),
        lambda: workflow.discard_draft(document=issued, rights=rights),
        lambda: workflow.issue(document=issued, rights=rights),
    ):
        with pytest.raises(RefusedStepError):
            verb()


@pytest.mark.parametrize(
    "change",
    [
        {"number": "另一号"},
        {"kind": "petition.opinion"},
        {"record_id": 0},
        {"issued_by": None},
        {"issued_at": None},
        {"status": State.DRAFT},
    ],
    ids=str,
)
def test_the_database_itself_refuses_to_change_what_was_issued(
    cast: Cast, draft: Document, change: dict[str, object]
) -> None:
    issued = workflow.issue(document=draft, rights=cast.rights("petition"))
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Document.objects.filter(pk=issued.pk).update(**change)
    assert Document.objects.get(pk=issued.pk).number == issued.number


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"copy": Copy.ADDRESSEE.value + "x"}, {"size": 1}], ids=str)
def test_the_database_itself_refuses_to_change_its_files(
    cast: Cast, draft: Document, change: dict[str, object]
) -> None:
    workflow.issue(document=draft, rights=cast.rights("petition"))
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        DocumentFile.objects.update(**change)


def test_a_file_sealed_with_other_content_does_not_open(cast: Cast, draft: Document) -> None:
    issued = workflow.issue(document=draft, rights=cast.rights("petition"))
    file = DocumentFile.objects.select_related("document").get(document=issued, copy=Copy.OFFICE)
    _version, file.sealed = kinds.dossier("petition").safe.seal(b"other", row=files.row_name(file))
    with pytest.raises(files.TamperedError):
        files.opened(file)


def test_withdrawing_needs_a_reason_and_ends_it(cast: Cast, draft: Document) -> None:
    rights = cast.rights("petition")
    issued = workflow.issue(document=draft, rights=rights)
    with pytest.raises(RefusedStepError, match="理由"):
        workflow.withdraw(document=issued, reason="错", rights=rights)
    gone = workflow.withdraw(document=issued, reason="期限写错了一天", rights=rights)
    assert (gone.status, gone.reason, gone.number) == (State.WITHDRAWN, "期限写错了一天", issued.number)
    with pytest.raises(RefusedStepError):
        workflow.replace(document=gone, rights=rights)


def test_a_new_document_takes_the_place_of_an_old_one_only_when_it_is_issued(cast: Cast, draft: Document) -> None:
    rights = cast.rights("petition")
    old = workflow.issue(document=draft, rights=rights)
    begun = workflow.replace(document=old, rights=rights)
    assert workflow.replace(document=old, rights=rights).pk == begun.pk
    assert files.values_of(begun) == files.values_of(old)
    old.refresh_from_db()
    assert old.status == State.ISSUED
    new = workflow.issue(document=begun, rights=rights)
    old.refresh_from_db()
    assert (old.status, new.replaces, new.number) != (State.ISSUED, None, old.number)
    assert old.status == State.REPLACED


def test_a_document_replaced_twice_keeps_the_chain(cast: Cast, draft: Document) -> None:
    rights = cast.rights("petition")
    chain = [workflow.issue(document=draft, rights=rights)]
    for _n in range(2):
        begun = workflow.replace(document=chain[-1], rights=rights)
        chain.append(workflow.issue(document=begun, rights=rights))
    assert [one.replaces_id for one in chain] == [None, chain[0].pk, chain[1].pk]
    held = list(Document.objects.filter(status=State.ISSUED))
    assert held == [chain[2]]


def test_who_may_not_write_is_refused(cast: Cast, draft: Document, petition: Petition) -> None:
    for name in ("leader", "handler", "ledger"):
        with pytest.raises((RefusedStepError, Document.DoesNotExist)):
            workflow.issue(document=draft, rights=cast.rights(name))
    with pytest.raises(PermissionDenied):
        workflow.draft_document(
            kind=acceptance(), about=petition, values={}, token=new_token(), rights=cast.rights("leader")
        )
    with pytest.raises(Petition.DoesNotExist):
        workflow.draft_document(
            kind=acceptance(), about=petition, values={}, token=new_token(), rights=cast.rights("handler")
        )


def test_a_stale_page_changes_nothing(cast: Cast, draft: Document) -> None:
    rights = cast.rights("petition")
    workflow.revise_document(document=draft, values={}, rights=rights)
    with pytest.raises(StaleVersionError):
        workflow.issue(document=draft, rights=rights, version=0)
    with pytest.raises(StaleVersionError):
        workflow.discard_draft(document=draft, rights=rights, version=0)


def test_a_discarded_draft_is_gone(cast: Cast, draft: Document) -> None:
    workflow.discard_draft(document=draft, rights=cast.rights("petition"))
    assert not Document.objects.exists()


def test_every_act_is_recorded_under_the_petition(cast: Cast, draft: Document, petition: Petition) -> None:
    rights = cast.rights("petition")
    issued = workflow.issue(document=draft, rights=rights)
    new = workflow.issue(document=workflow.replace(document=issued, rights=rights), rights=rights)
    workflow.withdraw(document=new, reason="发错了人，作废", rights=rights)
    found = AuditRecord.objects.filter(object_id=str(petition.pk), action__startswith="document.").order_by("pk")
    acts = [one.action.partition(".")[2] for one in found]
    assert acts == ["drafted", "issue", "drafted", "supersede", "issue", "withdraw"]
    assert found[1].detail["number"] == issued.number
