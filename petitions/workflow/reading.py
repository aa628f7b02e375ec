"""Reading back what was taken down, and putting right what was heard wrongly."""

from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.workflow.machine import PETITIONS


def read_back(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """Whoever said it has heard what was written down, and agrees; ``note`` tells what they had put right."""
    with PETITIONS.moving(petition, "read_back", rights, version) as move:
        way = move.row.way_in
        way.read_back_at, way.read_back_by = clock.now(), rights.user
        way.save(update_fields=["read_back_at", "read_back_by"])
        move.note = note
        return move.row
