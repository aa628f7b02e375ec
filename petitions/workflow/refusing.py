"""Saying that a petition goes another way, and which: told in writing within the 15 days of Art. 23."""

from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.statute import LegalRoute, NotAcceptGround, Stage
from petitions.workflow.clocks import notify
from petitions.workflow.machine import PETITIONS


def not_own(*, petition: Petition, owner: str, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """Not a matter of this enterprise; the petitioner is told whose it is."""
    with PETITIONS.moving(petition, "not_own", rights, version) as move:
        notify(move.row)
        move.note = note
        move.detail = {"owner": owner}
        return move.row


def route_legally(
    *, petition: Petition, route: str, owner: str, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """The law has another way for this (Art. 31(1)–(5)); the petitioner is told which, and who there decides."""
    with PETITIONS.moving(petition, "route_legally", rights, version) as move:
        notify(move.row)
        move.row.legal_route = LegalRoute(route)
        move.note = note
        move.detail = {"route": route, "owner": owner}
        return move.row


def not_accept(
    *, petition: Petition, ground: str, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """不予受理, with the ground in writing; ``note`` says it in words for the petitioner."""
    with PETITIONS.moving(petition, "not_accept", rights, version) as move:
        notify(move.row)
        move.row.not_accept_ground = NotAcceptGround(ground)
        move.note = note
        move.detail = {"ground": ground}
        return move.row


def refuse_repeat(
    *, petition: Petition, earlier: Petition, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """The same facts and reasons as in ``earlier``, which has had its final review (Art. 36)."""
    with PETITIONS.moving(petition, "refuse_repeat", rights, version) as move:
        if earlier.pk == move.row.pk or not earlier.opinions.filter(stage=Stage.FINAL, is_current=True).exists():
            raise RefusedStepError(_("%(number)s 没有复核意见，不能以此不再受理。") % {"number": earlier.number})
        notify(move.row)
        move.row.repeat_of = earlier.repeat_of or earlier  # a chain always points to its first
        move.note = note
        move.detail = {"earlier": earlier.number}
        return move.row
