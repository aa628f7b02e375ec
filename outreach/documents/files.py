"""The files of a document: made from a template, kept sealed, opened for whoever may."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from outreach.common import clock
from outreach.documents.filling import fill
from outreach.documents.kinds import DocumentKind, Safe, Values, kinds
from outreach.documents.models import Document, DocumentFile, DocumentTemplate
from outreach.documents.paper import PENDING, build, dated
from outreach.documents.printing import SECONDS, as_pdf
from outreach.documents.rechecking import recheck
from outreach.documents.states import Copy, Format


class TamperedError(Exception):
    """What was opened is not what was issued."""


def active_template(kind: str) -> DocumentTemplate | None:
    """The office's own, if it passes the checks of today; None where the portal's is used."""
    template = DocumentTemplate.objects.filter(kind=kind, is_active=True).select_related("attachment").first()
    return None if template is None or recheck(template) else template


def template_bytes(kind: DocumentKind, template: DocumentTemplate | None) -> bytes:
    if template is None:
        return build(kind.paper)
    with template.attachment.file.open("rb") as file:
        content: bytes = file.read()
    return content


def seal_values(document: Document, values: Values) -> None:
    """Keep what the officer wrote."""
    plain = json.dumps(dict(values), ensure_ascii=False).encode()
    document.key_version, document.sealed = _safe(document).seal(plain, row=row_name(document))


def values_of(document: Document) -> dict[str, Any]:
    """What the officer wrote."""
    plain = _safe(document).unseal(bytes(document.sealed), version=document.key_version, row=row_name(document))
    return dict(json.loads(plain))


def row_name(row: Document | DocumentFile) -> str:
    """What a seal is bound to: content moved to another row does not open."""
    if isinstance(row, Document):
        return f"document:{row.pk}"
    return f"document:{row.document_id}:{row.copy}.{row.format}"


def own_values(document: Document) -> Values:
    """What the portal fills in; a draft has no number and no date yet."""
    told: Values = PENDING
    if document.issued_at is not None:
        told = {"number": document.number, "issued_on": dated(clock.day_of(document.issued_at))}
    return {**told, "unit": str(document.unit)}


def word_of(document: Document, template: DocumentTemplate | None, identity: Mapping[str, Any]) -> bytes:
    """The document as a Word file, with ``identity`` in clear or masked; its own words are Chinese for everybody."""
    with override("zh-hans"):
        title = f"{document.of_kind.label} {document.number or ''}".strip()
        values = {**values_of(document), **own_values(document), **identity}
    return fill(template_bytes(document.of_kind, template), values, title=title)


def keep_word_files(document: Document, record: Any) -> None:
    """Called as it is issued: a copy for the office, and where it names somebody another for them."""
    dossier = kinds.dossier(document.dossier)
    keep(document, Format.DOCX, Copy.OFFICE, word_of(document, document.template, dossier.masked(record)))
    if document.of_kind.has_identity:
        keep(document, Format.DOCX, Copy.ADDRESSEE, word_of(document, document.template, dossier.identity(record)))


def keep(document: Document, format_: Format, copy: Copy, content: bytes) -> None:
    """Seal ``content``; what is there already stays."""
    file = DocumentFile(document=document, format=format_, copy=copy, size=len(content))
    file.sha256 = hashlib.sha256(content).hexdigest()
    file.key_version, file.sealed = _safe(document).seal(content, row=row_name(file))
    DocumentFile.objects.bulk_create([file], ignore_conflicts=True)


def opened(file: DocumentFile) -> bytes:
    """The content of a file, after its digest was compared."""
    content: bytes = _safe(file.document).unseal(bytes(file.sealed), version=file.key_version, row=row_name(file))
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise TamperedError(row_name(file))
    return content


def print_missing(document: Document, seconds: float = SECONDS) -> None:
    """Make the PDF of every Word file that has none; ``NotPrintedError`` says why one could not be made."""
    files = list(document.files.select_related("document").filter(format=Format.DOCX))
    done = set(document.files.filter(format=Format.PDF).values_list("copy", flat=True))
    for file in files:
        if file.copy not in done:
            keep(document, Format.PDF, Copy(file.copy), as_pdf(opened(file), seconds))
    if files:  # a draft has none yet, and is not done with
        Document.objects.filter(pk=document.pk).update(is_printed=True)


def _safe(document: Document) -> Safe:
    return kinds.dossier(document.dossier).safe
