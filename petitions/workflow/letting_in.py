"""Keeping away ends by the word of somebody else: the interest is gone, or a name only looked like theirs."""

from django.utils.translation import gettext as _

from outreach.common.transitions import Move, RefusedStepError
from outreach.org.exclusions import Ground
from outreach.org.scoping import Rights
from petitions.models import Accused, Petition
from petitions.models.accused import LIFTABLE
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import let_into_items
from petitions.workflow.sealing import items_of


def remove_accused(
    *, petition: Petition, accused: Accused, reason: str, rights: Rights, version: int | None = None
) -> Petition:
    """An inspector finds that it is not about them after all, or they only share a name."""
    with PETITIONS.moving(petition, "remove_accused", rights, version) as move:
        _let_in(move, accused, (Ground.NAMED, Ground.MENTIONED))
        give_to_inspectors(move.row)
        move.note = reason
        return move.row


def lift_recusal(
    *, petition: Petition, accused: Accused, reason: str, rights: Rights, version: int | None = None
) -> Petition:
    """Somebody else than who keeps away finds that the interest is gone, or that the text only mentions them.

    Whoever keeps away does not see the petition, so that nobody lets themselves back in (信访工作条例, Art. 28).
    """
    with PETITIONS.moving(petition, "lift_recusal", rights, version) as move:
        if rights.user is None or rights.user.pk == accused.user_id:
            raise RefusedStepError(_("不能解除自己的回避，要由另一个人决定。"))
        _let_in(move, accused, LIFTABLE)
        move.note = reason
        return move.row


def _let_in(move: Move[Petition], accused: Accused, grounds: tuple[Ground, ...]) -> None:
    gone, _rows = move.row.accused.filter(pk=accused.pk, ground__in=grounds).delete()
    if not gone:
        raise RefusedStepError(_("这一条已经撤下，或者不由您撤下。"))
    move.detail = {"let_in": str(accused)}
    if accused.user is not None:
        let_into_items(move.row, accused.user, items_of(move.row))
