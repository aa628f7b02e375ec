"""The petition's machine: the table, and the history line that every step writes."""

from outreach.common.transitions import Machine, Move
from outreach.org.scoping import Rights
from petitions.models import Petition, PetitionEvent
from petitions.workflow.table import STEPS


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
    )


PETITIONS: Machine[Petition] = Machine(lambda: Petition, STEPS, _record)
