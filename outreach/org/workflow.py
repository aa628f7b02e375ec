"""Who serves where as what: every change of it is a verb, and nobody grants to themselves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Posting
from outreach.org.scoping import Rights

GRANT = "org.add_posting"


@transaction.atomic
def appoint(*, posting: Posting, rights: Rights) -> Posting:
    """Let somebody serve in a unit from a day on; it holds at their next request.

    ``ValidationError`` where it does not go with what else they are (``outreach.org.roles.conflict``).
    """
    refuse_to_grant(posting, rights)
    posting.save()
    detail = {"role": posting.role, "unit": str(posting.unit), "since": str(posting.since), "until": posting.until}
    record(action="posting.begun", actor=rights.user, obj=posting, detail=detail)
    return posting


def refuse_to_grant(posting: Posting, rights: Rights) -> None:
    """``PermissionDenied`` for whoever does not keep postings, ``RefusedStepError`` for one's own."""
    if not rights.everywhere(GRANT):
        raise PermissionDenied(_("任职由安全管理员登记。"))
    if rights.user is not None and posting.user_id == rights.user.pk:
        raise RefusedStepError(_("不能给自己任职或改自己的任职，请另一名安全管理员办理。"))
