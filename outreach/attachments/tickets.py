"""What lets a page send its files ahead of the form: which form they are for, and whose they are."""

from typing import NamedTuple

from django.core import signing

from outreach.attachments.pending import KEPT_FOR

_SALT = "outreach.attachments.ticket"


class Ticket(NamedTuple):
    """The form ``purpose`` of this person (of nobody in particular where ``owner_id`` is None) takes files so large."""

    purpose: str
    owner_id: int | None
    max_bytes: int


def issue(ticket: Ticket) -> str:
    """The ticket as the page carries it."""
    return signing.dumps(list(ticket), salt=_SALT)


def read(text: str) -> Ticket | None:
    """The ticket behind ``text``; None for a forged or old one."""
    try:
        return Ticket(*signing.loads(text, salt=_SALT, max_age=KEPT_FOR))
    except (signing.BadSignature, UnicodeError, ValueError, TypeError):
        return None
