"""What was said and promised at a reception, written down afterwards."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.workflow.naming import keep_mentioned_out, people_in, refuse_if_nobody_is_left
from petitions.workflow.receptions import RECEPTIONS


@transaction.atomic
def hear(
    *,
    slot: ReceptionSlot,
    heard: str,
    rights: Rights,
    promise: str = "",
    promised_on: date | None = None,
    version: int | None = None,
) -> ReceptionSlot:
    """Write down what was said and promised; who received is responsible until it is done.

    Written by somebody else, a promise stands only once whoever received has confirmed it.
    """
    with RECEPTIONS.moving(slot, "hear", rights, version) as move:
        _refuse_before(move.row.day)
        move.row.heard, move.row.promise, move.row.promised_on = heard, promise, promised_on
        move.row.received_by, move.row.recorded_at = move.row.day.receiver.user, clock.now()
        move.row.recorded_by = rights.user
        if move.row.promise and move.row.received_by == rights.user:
            move.row.confirmed_at = clock.now()
        keep_named_out_of(move.row, f"{heard}\n{promise}", rights)
        return move.row


def confirm_promise(*, slot: ReceptionSlot, rights: Rights, version: int | None = None) -> ReceptionSlot:
    """Whoever received did promise it: from now on the petitioner reads it."""
    with RECEPTIONS.moving(slot, "confirm", rights, version) as move:
        move.row.confirmed_at = clock.now()
        return move.row


def object_to_promise(
    *, slot: ReceptionSlot, objection: str, rights: Rights, version: int | None = None
) -> ReceptionSlot:
    """Whoever received did not promise it; it stays on record with the objection, and is nobody's promise."""
    with RECEPTIONS.moving(slot, "object", rights, version) as move:
        move.row.objection = objection
        return move.row


def miss(*, slot: ReceptionSlot, rights: Rights, version: int | None = None) -> ReceptionSlot:
    """Nobody came; the petition goes on, and another day may be booked."""
    with RECEPTIONS.moving(slot, "miss", rights, version) as move:
        _refuse_before(move.row.day)
        move.row.recorded_at = clock.now()
        return move.row


def keep_named_out_of(slot: ReceptionSlot, words: str, rights: Rights) -> None:
    """Whom the petitioner spoke about does not read it; who received, and who writes it down, know it already."""
    here = {slot.day.receiver.user_id, rights.user and rights.user.pk}
    people = [person for person in people_in(words) if person.pk not in here]
    if people:
        petition = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=slot.petition_id)
        keep_mentioned_out(petition, people)
        refuse_if_nobody_is_left(petition)


def _refuse_before(day: ReceptionDay) -> None:
    if day.held_on > clock.today():
        raise RefusedStepError(_("还没到接访的日子。"))
