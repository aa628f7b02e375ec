"""回避: an officer with a direct interest in a petition keeps away from it, and from the item that comes of it."""

from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import Move, RefusedStepError
from outreach.org.exclusions import Ground
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import keep_named_out, refuse_if_nobody_is_left


def recuse(*, petition: Petition, reason: str, rights: Rights, version: int | None = None) -> Petition:
    """Keep away by one's own word (信访工作条例, Art. 28)."""
    if rights.user is None:
        raise RefusedStepError(_("只能由本人申请回避。"))
    with PETITIONS.moving(petition, "recuse", rights, version) as move:
        return _keep_away(move, rights.user, reason, rights)


def recuse_other(
    *, petition: Petition, person: User, reason: str, rights: Rights, version: int | None = None
) -> Petition:
    """The office decides that one of those who may open it keeps away."""
    with PETITIONS.moving(petition, "recuse_other", rights, version) as move:
        move.detail = {"person": str(person)}
        return _keep_away(move, person, reason, rights)


def _keep_away(move: Move[Petition], person: User, reason: str, rights: Rights) -> Petition:
    facts = {"ground": Ground.RECUSED, "reason": reason, "added_by": rights.user}
    move.row.accused.get_or_create(user=person, defaults=facts)
    refuse_if_nobody_is_left(move.row)
    keep_named_out(move.row)
    move.note = reason
    return move.row
