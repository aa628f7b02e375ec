"""What the session remembers of somebody without an account, and how it is forgotten."""

from django.http import HttpRequest

from petitions.models import Petition

#: The form being filled in; whoever has it reads what was typed there.
SESSION_TOKEN = "petition_token"  # noqa: S105 - the name it is kept under
#: The form whose receipt is shown.
SESSION_RECEIPT = "petition_receipt"
#: Which petition's code this visitor has shown to know; the code itself is kept nowhere.
SESSION_TRACKED = "petition_tracked"


def remember_receipt(request: HttpRequest, token: str) -> None:
    """The next page of this visitor is the receipt of the form behind ``token``."""
    request.session[SESSION_RECEIPT] = token


def open_tracking(request: HttpRequest, petition: Petition) -> None:
    request.session[SESSION_TRACKED] = petition.pk


def forget_form(request: HttpRequest) -> None:
    """What was typed is not shown again at this computer."""
    request.session.pop(SESSION_TOKEN, None)


def forget(request: HttpRequest) -> None:
    """The next one at this computer finds neither the matter nor its receipt nor the form."""
    for name in (SESSION_TOKEN, SESSION_RECEIPT, SESSION_TRACKED):
        request.session.pop(name, None)
