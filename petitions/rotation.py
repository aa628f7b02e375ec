"""Changing the keys of the identity vault while the portal runs: a few rows at a time, as often as it takes.

Every row says with which key it was sealed and indexed, so the work left is always what the rows say: killed in
the middle, run twice at once, or started again after a month, it goes on where things stand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.documents.files import row_name
from outreach.documents.models import Document, DocumentFile
from petitions import keyring, vault
from petitions.documents.dossier import DOSSIER
from petitions.identities import index_others, open_identity, seal_into
from petitions.mailing import address_of, seal_address
from petitions.mailing import row_name as row_name_of_wish
from petitions.models import JobPiece, MailWish, PetitionDraft, PetitionerIdentity, VaultKey
from petitions.register import pieces

BATCH = 50


@dataclass
class Report:
    """What became of the rows; ``stuck`` are those that did not open, left as they were."""

    identities: int = 0
    drafts: int = 0
    documents: int = 0
    stuck: list[str] = field(default_factory=list)


def rows_to_do() -> int:
    """How many identities, drafts and documents still hang on an older key."""
    return sum(query().count() for query, _reseal in _WORK)


def rotate(say: Callable[[int, int], None], batch: int = BATCH) -> Report:
    """Seal everything again with the keys in use; ``say(done, all)`` after each small transaction.

    Raises ``VaultError`` when a key in use is missing or passes for another one.
    """
    keyring.confirm()
    report, total = Report(), rows_to_do()
    record(action="identity.rotation_started", detail={"to": vault.sealing_keys()[0].version, "rows": total})
    for query, reseal in _WORK:
        for _step in _batches(query, reseal, report, batch):
            say(report.identities + report.drafts + report.documents, total)
    retired = _retire_unused()
    detail = {
        "to": vault.sealing_keys()[0].version,
        "identities": report.identities,
        "drafts": report.drafts,
        "documents": report.documents,
        "stuck": len(report.stuck),
        "retired": sorted(retired),
    }
    record(action="identity.keys_rotated", detail=detail)
    return report


def _old_identities() -> QuerySet[PetitionerIdentity]:
    fresh = {"key_version": vault.sealing_keys()[0].version, "index_key": vault.index_keys()[0].version}
    return PetitionerIdentity.objects.exclude(**fresh)


def _old_drafts() -> QuerySet[PetitionDraft]:
    return PetitionDraft.objects.exclude(key_version=vault.sealing_keys()[0].version)


def _batches(
    query: Callable[[], QuerySet[Any]], reseal: Callable[[Any, Report], None], report: Report, n: int
) -> Iterator[None]:
    """``n`` rows a transaction, each looked at once, in the order of their keys."""
    last = None
    while True:
        with transaction.atomic():
            old = query().order_by("pk").select_for_update()
            rows = list(old.filter(pk__gt=last)[:n] if last else old[:n])
            for row in rows:
                reseal(row, report)
        if not rows:
            return
        last = rows[-1].pk
        yield


def _reseal_identity(row: PetitionerIdentity, report: Report) -> None:
    """Seal one row anew, and open it again before it is written."""
    try:
        contact = open_identity(row)
        seal_into(row, contact)
        if open_identity(row) != contact:
            raise vault.DamagedError(row.key_version, keyring.row_name(row))
    except vault.VaultError as error:
        report.stuck.append(f"{row.pk}: {error}")
        return
    row.save()
    index_others(row, contact)
    report.identities += 1


def _reseal_draft(row: PetitionDraft, report: Report) -> None:
    name = keyring.draft_name(row)
    try:
        content = vault.unseal(row.sealed, version=row.key_version, row=name)
    except vault.VaultError as error:
        report.stuck.append(f"draft {row.pk}: {error}")
        return
    row.key_version, row.sealed = vault.seal(content, row=name)
    row.save(update_fields=["key_version", "sealed"])
    report.drafts += 1


def _old_documents() -> QuerySet[Document]:
    return Document.objects.filter(dossier=DOSSIER.key).exclude(key_version=vault.sealing_keys()[0].version)


def _old_document_files() -> QuerySet[DocumentFile]:
    old = DocumentFile.objects.exclude(key_version=vault.sealing_keys()[0].version)
    return old.filter(document__dossier=DOSSIER.key)


def _old_pieces() -> QuerySet[JobPiece]:
    return JobPiece.objects.exclude(key_version=vault.sealing_keys()[0].version)


def _reseal_piece(row: JobPiece, report: Report) -> None:
    """The files of registers that are being worked on; they go within a day."""
    report.drafts += _reseal_bytes(row, pieces.name_of(row), report)


def _reseal_document(row: Document | DocumentFile, report: Report) -> None:
    """What was issued stays as it is, byte for byte; only the seal is another."""
    report.documents += _reseal_bytes(row, row_name(row), report)


def _reseal_bytes(row: JobPiece | Document | DocumentFile, name: str, report: Report) -> bool:
    """Whether the row opened and was sealed anew; its content stays the same, byte for byte."""
    try:
        content = vault.unseal_bytes(row.sealed, version=row.key_version, row=name)
    except vault.VaultError as error:
        report.stuck.append(f"{name}: {error}")
        return False
    row.key_version, row.sealed = vault.seal_bytes(content, row=name)
    row.save(update_fields=["key_version", "sealed"])
    return True


def _old_wishes() -> QuerySet[MailWish]:
    return MailWish.objects.exclude(key_version=vault.sealing_keys()[0].version)


def _reseal_wish(row: MailWish, report: Report) -> None:
    """Where a petitioner wants notices."""
    try:
        seal_address(row, address_of(row))
    except vault.VaultError as error:
        report.stuck.append(f"{row_name_of_wish(row)}: {error}")
        return
    row.save(update_fields=["key_version", "sealed"])
    report.identities += 1


_WORK: tuple[tuple[Callable[[], QuerySet[Any]], Callable[[Any, Report], None]], ...] = (
    (_old_identities, _reseal_identity),
    (_old_wishes, _reseal_wish),
    (_old_drafts, _reseal_draft),
    (_old_pieces, _reseal_piece),
    (_old_documents, _reseal_document),
    (_old_document_files, _reseal_document),
)


def _retire_unused() -> set[str]:
    """Sealing keys that no row needs any more. Index keys are not among them: tracking codes outlive them."""
    current = vault.sealing_keys()[0].version
    known = VaultKey.objects.filter(use=VaultKey.Use.SEALING, retired_at=None).exclude(version=current)
    kept: list[type[Any]] = [PetitionerIdentity, MailWish, PetitionDraft, JobPiece, Document, DocumentFile]
    unused = {
        version
        for version in known.values_list("version", flat=True)
        if not any(model.objects.filter(key_version=version).exists() for model in kept)
    }
    keyring.retire(VaultKey.Use.SEALING, unused, clock.now())
    return unused
