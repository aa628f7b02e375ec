"""What goes when the record that documents are about goes, or only who it was; called inside the deletion."""

from outreach.documents.models import Document, DocumentFile
from outreach.documents.states import Copy


def forget_documents(dossier: str, record_id: int) -> None:
    """All of them; those that took another's place before those they replaced."""
    for document in Document.objects.of(dossier, record_id).order_by("-drafted_at", "-pk"):
        document.delete()


def forget_identity(dossier: str, record_id: int) -> None:
    """The copies that tell the name; the office's, with the mask, stay."""
    about = Document.objects.of(dossier, record_id)
    DocumentFile.objects.filter(document__in=about, copy=Copy.ADDRESSEE).delete()
