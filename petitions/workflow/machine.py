"""The petition's machine: the table, and the history line and the audit record that every step writes."""

from outreach.audit.workflow import record
from outreach.common.transitions import Machine, Move
from outreach.org.scoping import Rights
from petitions.counting import keep, keep_around, keep_judgement
from petitions.mailing import owe_mail
from petitions.models import Petition, PetitionEvent
from petitions.repeats import keep_pieces
from petitions.states import State
from petitions.workflow.step import Step
from petitions.workflow.table import STEPS

#: Where its unit, or whether it is sealed, may have changed on the way there.
_MOVED = {State.REGISTERED, State.CLASSIFIED, State.DISCIPLINE_ROUTED}


def _record(move: Move[Petition], rights: Rights) -> None:
    petition = move.row
    PetitionEvent.objects.create(
        petition=petition,
        actor=rights.user,
        step=move.step.name,
        before=move.before,
        after=petition.status,
        note=move.note,
        detail=move.detail,
        version=petition.version,
        is_sealed=petition.is_sealed,
    )
    _count(move)
    owe_mail(petition, move.step.name)
    detail = {"before": move.before, "after": petition.status, "version": petition.version}
    if move.step.name != "seal_by_itself":  # part of handing in or adding to, which is on record as such
        record(action=f"petition.{move.step.name}", actor=rights.user, obj=petition, detail=detail)


def _count(move: Move[Petition]) -> None:
    """What hints and figures are made of follows every step."""
    keep(move.row)
    if move.step.name == "rate":
        keep_judgement(move.row, move.detail)
    if move.step.target in _MOVED:
        keep_pieces(move.row)
    if move.step.target in _MOVED or move.row.repeat_of_id:
        keep_around(move.row)


PETITIONS: Machine[Petition] = Machine(lambda: Petition, STEPS, _record)


def next_step(petition: Petition, rights: Rights) -> Step | None:
    """What this person would do next, by the table alone: nothing is asked that stands in its way.

    So nothing is named that is offered only where there is occasion for it, such as recording a hearing.
    """
    return next(
        (
            step
            for step in STEPS
            if petition.status in step.sources
            and not (step.by_system or step.is_aside or step.is_occasional)
            and PETITIONS.allowed(petition, step.name, rights)
        ),
        None,
    )
