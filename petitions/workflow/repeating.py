"""Saying that a petition was brought before, that it was not, and taking either back; nothing is deleted by it."""

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.counting import keep
from petitions.models import NotRepeat, Petition
from petitions.repeats import earlier_ones
from petitions.workflow.machine import PETITIONS


def link_repeat(
    *, petition: Petition, other: Petition, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """``petition`` brings up again what ``other`` brought; a chain always points to its first."""
    with PETITIONS.moving(petition, "link_repeat", rights, version) as move:
        first = _first_of(_earlier(move.row, other, rights), rights)
        if first.pk == move.row.pk:
            raise RefusedStepError(_("%(number)s 已经关联到本件。") % {"number": other.number})
        move.row.repeat_of = first
        Petition.objects.filter(repeat_of=move.row.pk).update(repeat_of=first)
        NotRepeat.objects.filter(petition=move.row, other__in=[other, first]).delete()
        move.note = note
        return move.row


@transaction.atomic
def unlink_repeat(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """It was no repeat after all."""
    with PETITIONS.moving(petition, "unlink_repeat", rights, version) as move:
        first = move.row.repeat_of
        move.row.repeat_of = None
        move.note = note
    if first is not None:
        keep(first)
    return move.row


@transaction.atomic
def not_repeat(
    *, petition: Petition, other: Petition, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """An officer looked at both: another matter. It is kept, and not suggested again."""
    with PETITIONS.moving(petition, "not_repeat", rights, version) as move:
        found = _earlier(move.row, other, rights)
        NotRepeat.objects.get_or_create(petition=move.row, other=found, defaults={"said_by": rights.user})
        move.note = note
        return move.row


def _earlier(petition: Petition, other: Petition, rights: Rights) -> Petition:
    """``other`` as it is now, if this person may name it here."""
    found = earlier_ones(petition, rights).filter(pk=other.pk).first()
    if found is None:
        raise RefusedStepError(_("没有这个编号的更早的信访件。"))
    return found


def _first_of(other: Petition, rights: Rights) -> Petition:
    """What ``other`` repeats, as far as it is on this side of the seal."""
    if other.repeat_of_id is None:
        return other
    return earlier_ones(other, rights).filter(pk=other.repeat_of_id).first() or other
