"""What is remembered of somebody without an account, and how it is forgotten.

A form belongs to the visitor who began it. Its pages carry a mark as well, so that an ended session loses nothing; a
mark is good for the newest page only, and one seen before somebody else went on opens nothing.
"""

from django.http import HttpRequest

from outreach.door.visitors import forget, renew, visitor_of
from petitions import drafts, queries
from petitions.drafts import Draft
from petitions.models import Petition

#: The form being filled in; whoever has it reads what was typed there.
FORM = "petition_form"
#: The form whose receipt is shown.
RECEIPT = "petition_receipt"
#: Which petition's code this visitor has shown to know; the code itself is kept nowhere.
TRACKED = "petition_tracked"
#: Since when that code has been the petition's; another one was drawn since where it differs.
_SINCE = "petition_code_since"
#: A code drawn anew, until it has been typed back; the row of a visitor opens with their cookie alone.
NEW_CODE = "petition_new_code"


def form_of(request: HttpRequest) -> tuple[str, Draft | None]:
    """The token and the draft of the form this request is about; a new token where there is none to go on with."""
    own = visitor_of(request).get(FORM, "")
    marked, saves = drafts.read_mark(request.POST.get("token", ""))
    draft = drafts.find_draft(marked) if marked else None
    if draft and (draft.row.saved_count == saves or marked in {own, visitor_of(request).get(RECEIPT)}):
        return marked, draft
    draft = drafts.find_draft(own) if own else None
    return (own, draft) if draft else (drafts.new_token(), None)


def remember_form(request: HttpRequest, token: str) -> None:
    """This visitor goes on with the form behind ``token``; one that is new to them makes them somebody new."""
    visitor = visitor_of(request)
    if visitor.get(FORM) != token:
        visitor[FORM] = token
        renew(request)


def remember_receipt(request: HttpRequest, token: str) -> None:
    """The next page of this visitor is the receipt of the form; whoever has their cookie of before does not see it."""
    visitor = visitor_of(request)
    visitor.pop(FORM, None)
    visitor[RECEIPT] = token
    renew(request)


def open_tracking(request: HttpRequest, petition: Petition) -> None:
    visitor_of(request)[TRACKED] = petition.pk
    visitor_of(request)[_SINCE] = _since(petition)
    renew(request)


def tracked_petition(request: HttpRequest) -> Petition | None:
    """The matter whose code this visitor has shown to know, as long as it is its code."""
    pk = visitor_of(request).get(TRACKED)
    petition = queries.tracked(pk) if pk else None
    if petition is None or visitor_of(request).get(_SINCE, "") != _since(petition):
        return None
    return petition


def _since(petition: Petition) -> str:
    return petition.code_renewed_at.isoformat() if petition.code_renewed_at else ""


def forget_form(request: HttpRequest) -> None:
    """What was typed is not shown again at this computer."""
    forget(request, FORM)


def leave_computer(request: HttpRequest) -> None:
    """The next one at this computer finds neither the matter nor its receipt nor the form."""
    if receipt := visitor_of(request).get(RECEIPT):
        drafts.discard_draft(receipt)
    forget(request, FORM, RECEIPT, TRACKED, NEW_CODE)
