"""How much anybody may do at the public doors of petition reception before a small question is asked.

The figures are defaults of this project: far above what a person does in an hour, far below what fills a disk.
"""

from django.http import HttpRequest

from outreach.attachments.quota import UPLOADED, megabytes
from outreach.door.gates import Deed, Gate
from petitions.drafts import Draft

#: Wrong codes. Ten an hour from one office is a day with many torn receipts.
CODE = Deed("wrong-code", free=10, per_answer=5)
#: New forms, and changes of one form past the sixtieth.
FORM = Deed("form", free=40, per_answer=5)
#: Words and files added to matters in hand.
SUPPLEMENT = Deed("supplement", free=40, per_answer=10)
#: Somebody who goes to and fro between the steps saves a form some twenty times.
MOST_SAVES = 60


def before_a_code(request: HttpRequest) -> Gate:
    """The gate before a tracking code is looked up."""
    return Gate(request, {CODE: 1})


def before_a_form(request: HttpRequest, draft: Draft | None) -> Gate:
    """The gate before a step is kept: open for a form already begun, until it has been changed very often."""
    is_counted = draft is None or draft.row.saved_count >= MOST_SAVES
    return Gate(request, {FORM: int(is_counted), UPLOADED: megabytes(request)})


def before_a_supplement(request: HttpRequest) -> Gate:
    """The gate before something is added to a matter."""
    return Gate(request, {SUPPLEMENT: 1, UPLOADED: megabytes(request)})
