"""What a channel shows of documents on the page of a record, and to whoever it is about."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from outreach.documents.kinds import DocumentKind, kinds
from outreach.documents.models import Document
from outreach.documents.permissions import WRITE
from outreach.documents.states import Copy, Format
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Panel:
    """The documents of one record, and the kinds that this reader may write now."""

    documents: list[Document]
    offers: list[DocumentKind]
    record_id: int


def has_documents(dossier: str) -> Exists:
    """To annotate the record with, in the statement that fetches it anyway."""
    return Exists(Document.objects.filter(dossier=dossier, record_id=OuterRef("pk")))


def panel_of(dossier: str, record: Any, rights: Rights) -> Panel:
    """One statement, for a record that ``has_documents``; it was asked for already, so what hangs on it may be seen."""
    found = Document.objects.of(dossier, record.pk).defer("sealed") if record.has_documents else []
    offers = [
        one for one in kinds.of(dossier) if rights.may(WRITE) and rights.may(one.permission) and one.suits(record)
    ]
    return Panel(list(found), offers, record.pk)


@dataclass(frozen=True)
class HandedOut:
    """An issued document as whoever it is addressed to finds it, in the formats that are there."""

    document: Document
    formats: list[Format]


def handed_out(dossier: str, record: Any) -> list[HandedOut]:
    """What the other side reads, the latest first."""
    found = Document.objects.of(dossier, record.pk).handed_out().order_by("-issued_at").defer("sealed")
    return [HandedOut(one, [Format.PDF, Format.DOCX] if one.is_printed else [Format.DOCX]) for one in found]


def copy_for(document: Document, *, sees_identity: bool) -> Copy:
    """The addressee, and whoever may see the name now, get the copy that tells it; where none does there is one."""
    return Copy.ADDRESSEE if sees_identity and document.of_kind.has_identity else Copy.OFFICE
