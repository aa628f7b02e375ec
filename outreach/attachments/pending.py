"""Files that passed the checks while the rest of a form did not: kept by a signed mark in the form itself."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core import signing

from outreach.attachments.models import Attachment

# Shorter than the sweep's two days, so that no mark outlives its file.
KEPT_FOR = timedelta(hours=24)
_SALT = "outreach.attachments.pending"


def token_for(attachment: Attachment, *, purpose: str) -> str:
    """A mark for ``attachment`` that only the form ``purpose`` and the same person can use."""
    return signing.dumps([attachment.pk.hex, attachment.uploaded_by_id], salt=f"{_SALT}.{purpose}")


def attachments_of(tokens: Sequence[str], *, purpose: str, uploaded_by_id: int | None) -> list[Attachment]:
    """The files behind ``tokens`` in their order; forged, foreign, old and swept ones are left out."""
    ids = list(dict.fromkeys(pk for token in tokens if (pk := _id_of(token, purpose, uploaded_by_id))))
    found = Attachment.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _id_of(token: str, purpose: str, uploaded_by_id: int | None) -> UUID | None:
    try:
        pk, owner_id = signing.loads(token, salt=f"{_SALT}.{purpose}", max_age=KEPT_FOR)
    except (signing.BadSignature, UnicodeError, ValueError):
        return None
    return UUID(pk) if owner_id == uploaded_by_id else None
