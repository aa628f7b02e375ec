"""The verbs of documents: written, issued, withdrawn, replaced; and templates handed in and taken into use."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import Machine, Move, RefusedStepError, StaleVersionError, Transition, Words
from outreach.documents import files
from outreach.documents.checking import CHECKS, problems_of
from outreach.documents.kinds import DocumentKind, Values, kinds, record_of
from outreach.documents.models import Document, DocumentSeries, DocumentTemplate
from outreach.documents.permissions import KEEP_TEMPLATES, WRITE
from outreach.documents.rechecking import recheck
from outreach.documents.states import State
from outreach.org.grants import grants
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

SHORTEST_REASON = 5


class RefusedTemplateError(Exception):
    """A template that cannot be used; ``problems`` say why, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _may_write_kind(document: Document, rights: Rights) -> Words | None:
    """Each kind is written by those whom its channel allows it."""
    if rights.is_system or rights.covers(document.of_kind.permission, document.unit.path):
        return None
    return _("您的岗位不能出这种文书。")


STEPS: list[Transition[Document]] = [
    Transition("revise", gettext_lazy("修改"), frozenset({State.DRAFT}), None, WRITE, needs=(_may_write_kind,)),
    Transition("issue", gettext_lazy("签发"), frozenset({State.DRAFT}), State.ISSUED, WRITE, needs=(_may_write_kind,)),
    Transition(
        "withdraw", gettext_lazy("撤回"), frozenset({State.ISSUED}), State.WITHDRAWN, WRITE, needs=(_may_write_kind,)
    ),
    # When the document that takes its place is issued.
    Transition(
        "supersede", gettext_lazy("由新文书代替"), frozenset({State.ISSUED}), State.REPLACED, "", by_system=True
    ),
]


def _record(move: Move[Document], rights: Rights) -> None:
    told = {"before": move.before, "after": move.row.status, **move.detail}
    note(f"document.{move.step.name}", move.row, rights, told)


DOCUMENTS: Machine[Document] = Machine(lambda: Document, STEPS, _record)


def note(action: str, document: Document, rights: Rights, detail: Values) -> None:
    """Recorded under what the document is about; of a sealed record nothing is told that could find it."""
    about = record_of(document.dossier, document.record_id, Rights.system())
    told = {"kind": document.kind, "document": document.pk, "number": document.number or "", **detail}
    record(action=action, actor=rights.user, obj=about, detail={} if getattr(about, "is_sealed", False) else told)


@transaction.atomic
def draft_document(
    *,
    kind: DocumentKind,
    about: models.Model,
    values: Values,
    token: uuid.UUID,
    rights: Rights,
    replaces: Document | None = None,
    unit: OrgUnit | None = None,
) -> Document:
    """A draft about a record, in the name of ``unit``, else of the writer's office.

    The same form sent twice is one draft, with what was written last.
    """
    # The record is locked, so that two forms at once are one after the other.
    row = kinds.dossier(kind.dossier).seen(rights).select_for_update(of=("self",)).get(pk=about.pk)
    if known := Document.objects.filter(form_token=token).first():
        if (known.kind, known.dossier, known.record_id) != (kind.key, kind.dossier, row.pk):
            raise RefusedStepError(_("这一页已经用来写了另一份文书，请重新打开再写。"))
        return revise_document(document=known, values=values, rights=rights)
    document = Document(
        kind=kind.key,
        dossier=kind.dossier,
        record_id=row.pk,
        unit=unit or _writing_unit(kind, rights),
        form_token=token,
        drafted_by=rights.user,
        replaces=replaces,
    )
    files.seal_values(document, values)
    document.save(force_insert=True)
    note("document.drafted", document, rights, {})
    return document


def revise_document(*, document: Document, values: Values, rights: Rights, version: int | None = None) -> Document:
    """Write a draft anew."""
    with DOCUMENTS.moving(document, "revise", rights, version) as move:
        files.seal_values(move.row, values)
        return move.row


@transaction.atomic
def discard_draft(*, document: Document, rights: Rights, version: int | None = None) -> None:
    """Throw a draft away; nothing of it stays."""
    locked = Document.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=document.pk)
    if version is not None and locked.version != version:
        raise StaleVersionError(locked, version)
    if reason := DOCUMENTS.refusal(locked, "revise", rights):
        raise RefusedStepError(reason)
    note("document.discarded", locked, rights, {})
    locked.delete()


def issue(*, document: Document, rights: Rights, version: int | None = None) -> Document:
    """Number it, make its Word files and let it stand; what it replaces no longer holds."""
    with DOCUMENTS.moving(document, "issue", rights, version) as move:
        row = move.row
        about: Any = record_of(row.dossier, row.record_id, rights)
        row.issued_at, row.issued_by = clock.now(), rights.user
        row.template = files.active_template(row.kind)
        series = kinds.dossier(row.dossier).series(about) + row.of_kind.series
        row.number = next_number(f"{row.unit}{series}", clock.today().year)
        files.keep_word_files(row, about)
        if row.replaces is not None:
            _supersede(row.replaces, row)
        return row


def issue_by_itself(*, kind: DocumentKind, about: models.Model, unit: OrgUnit, acting: User | None) -> Document:
    """What a step of the record calls for, as the portal proposes it; part of that step, which ``acting`` takes."""
    rights = Rights.system(acting)
    said = kind.fill(about)
    draft = draft_document(kind=kind, about=about, values=said, token=uuid.uuid4(), rights=rights, unit=unit)
    return issue(document=draft, rights=rights)


def _supersede(old: Document, new: Document) -> None:
    with DOCUMENTS.moving(old, "supersede", Rights.system()) as move:
        move.detail = {"by": new.number}


def withdraw(*, document: Document, reason: str, rights: Rights, version: int | None = None) -> Document:
    """It no longer holds; it stays, with the reason."""
    with DOCUMENTS.moving(document, "withdraw", rights, version) as move:
        if len(reason.strip()) < SHORTEST_REASON:
            raise RefusedStepError(_("理由至少写 %(count)d 个字。") % {"count": SHORTEST_REASON})
        move.row.reason = reason
        return move.row


@transaction.atomic
def replace(*, document: Document, rights: Rights) -> Document:
    """A draft with the same words that takes its place once issued; asked twice it is the same draft."""
    locked = Document.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=document.pk)
    if reason := DOCUMENTS.refusal(locked, "withdraw", rights):
        raise RefusedStepError(reason)
    if locked.of_kind.is_made_once:
        raise RefusedStepError(_("这种文书随事项自动出具，只出一次，不能重新出一份代替。"))
    if begun := locked.replaced_by.filter(status=State.DRAFT).first():
        return begun
    about: Any = record_of(locked.dossier, locked.record_id, rights)
    return draft_document(
        kind=locked.of_kind,
        about=about,
        values=files.values_of(locked),
        token=uuid.uuid4(),
        rights=rights,
        replaces=locked,
    )


def next_number(name: str, year: int) -> str:
    """The next number such as ``东江信受〔2026〕12号`` (GB/T 9704-2012, 7.2.5); inside the transaction that uses it."""
    known = DocumentSeries.objects.select_for_update().filter(name=name, year=year)
    row = known.first()
    if row is None:  # the first of the year; somebody else may be making it
        DocumentSeries.objects.get_or_create(name=name, year=year)
        row = known.get()
    row.last += 1
    row.save(update_fields=["last"])
    return str(row)


@transaction.atomic
def upload_template(*, kind: DocumentKind, attachment: Attachment, rights: Rights) -> DocumentTemplate:
    """A new version, checked and not yet in use; ``RefusedTemplateError`` lists what is wrong."""
    person = _keeper(rights)
    with attachment.file.open("rb") as file:
        problems = problems_of(file.read(), kind)
    if problems:
        raise RefusedTemplateError(problems)
    latest = DocumentTemplate.objects.select_for_update().filter(kind=kind.key).first()
    version = latest.version + 1 if latest else 1
    template: DocumentTemplate = DocumentTemplate.objects.create(
        kind=kind.key, version=version, attachment=attachment, uploaded_by=person, checked_with=CHECKS
    )
    record(action="template.uploaded", actor=person, obj=template)
    return template


def activate_template(*, kind: DocumentKind, template: DocumentTemplate | None, rights: Rights) -> None:
    """From now on documents of this kind are made with it; with None by the portal's own.

    ``RefusedTemplateError`` for one that does not pass the checks of today; what they found is kept with it.
    """
    person = _keeper(rights)
    if template is not None and (problems := recheck(template)):
        raise RefusedTemplateError(problems)
    with transaction.atomic():
        of_kind = DocumentTemplate.objects.select_for_update().filter(kind=kind.key)
        list(of_kind)
        of_kind.update(is_active=False, taken_out_at=None)
        if template is not None:
            of_kind.filter(pk=template.pk).update(is_active=True)
        detail = {"kind": kind.key, "version": template.version if template else 0}
        record(action="template.activated", actor=person, obj=template, detail=detail)


def _keeper(rights: Rights) -> Any:
    if rights.user is None or not rights.everywhere(KEEP_TEMPLATES):
        raise PermissionDenied(_("只有集团的信访专员和台账专员能改文书模板。"))
    return rights.user


def office_of(kind: DocumentKind, rights: Rights) -> OrgUnit | None:
    """Where this person holds the office that writes this kind, nearest to the ground; None where they hold none."""
    serving = [one.unit for one in rights.postings if {kind.permission, WRITE} <= grants.of(one.role)]
    return max(serving, key=lambda unit: len(unit.path), default=None)


def _writing_unit(kind: DocumentKind, rights: Rights) -> OrgUnit:
    """In whose name it is written."""
    if (unit := office_of(kind, rights)) is None:
        raise PermissionDenied(_("您的岗位不能出这种文书。"))
    return unit
