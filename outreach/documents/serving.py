"""Hands out a file of a document; the view has asked whether this reader may have it, and has recorded it."""

from django.http import Http404, HttpResponse, HttpResponseBase

from outreach.attachments.kinds import DOCX, PDF
from outreach.attachments.names import clean_name
from outreach.attachments.serving import harmless
from outreach.documents import files
from outreach.documents.models import Document
from outreach.documents.states import Copy, Format

_KINDS = {Format.DOCX: DOCX, Format.PDF: PDF}


def respond(document: Document, format_: str, copy: Copy) -> HttpResponseBase:
    """The file, to keep; ``Http404`` where there is none in this format.

    The copy with the name gives way to the office's once the name is not kept any more.
    """
    copies = document.files.select_related("document").filter(format=format_, copy__in={copy, Copy.OFFICE})
    file = copies.order_by("copy").first()
    if file is None:
        raise Http404
    return as_file(files.opened(file), Format(format_), str(document))


def as_file(content: bytes, format_: Format, name: str) -> HttpResponseBase:
    kind = _KINDS[format_]
    return harmless(HttpResponse(content, content_type=kind.content_type), clean_name(name, kind.endings))
