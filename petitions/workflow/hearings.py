"""听证 and what is noted on the way: how somebody was reached, what was heard, and with which result."""

from datetime import datetime

from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.casefile import hearing_to_come
from petitions.models import ContactEntry, Hearing, Petition
from petitions.states import State
from petitions.statute import Term
from petitions.workflow.clocks import put
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention


def log_contact(
    *, petition: Petition, entry: ContactEntry, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """A call, a talk, a look on the spot; for the office alone. ``entry`` is not saved yet."""
    with PETITIONS.moving(petition, "log_contact", rights, version) as move:
        entry.petition, entry.written_by = move.row, rights.user
        entry.save()
        mention(move.row, words=entry.words, rights=rights)
        move.detail = {"way": entry.way, "cleared": cleared}
        return move.row


def call_hearing(
    *,
    petition: Petition,
    held_at: datetime,
    place: str,
    panel: str,
    rights: Rights,
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """Tell when, where and before whom; its time is left out of the term of the final review alone (Art. 36)."""
    with PETITIONS.moving(petition, "call_hearing", rights, version) as move:
        Hearing.objects.create(petition=move.row, held_at=held_at, place=place, panel=panel, called_by=rights.user)
        held = move.row.clock_of(Term.FINAL)
        if move.row.status == State.FINAL_REQUESTED and held is not None:
            put(move.row, Term.FINAL, held.paused(clock.today()))
        told = {"at": held_at.isoformat(timespec="minutes"), "place": place, "panel": panel}
        move.detail = {**told, "cleared": cleared}
        return move.row


def record_hearing(
    *,
    petition: Petition,
    minutes: str,
    result: str,
    rights: Rights,
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """What was said, and what the panel concluded."""
    with PETITIONS.moving(petition, "record_hearing", rights, version) as move:
        hearing = _end(move.row)
        hearing.minutes, hearing.result = minutes, result
        hearing.save()
        mention(move.row, words=f"{minutes}\n{result}", rights=rights)
        move.detail = {"cleared": cleared}
        return move.row


def cancel_hearing(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """It does not take place."""
    with PETITIONS.moving(petition, "cancel_hearing", rights, version) as move:
        hearing = _end(move.row)
        hearing.is_cancelled = True
        hearing.save()
        move.note = note
        return move.row


def _end(petition: Petition) -> Hearing:
    """The hearing is over: a clock that it stopped runs again."""
    hearing = hearing_to_come(petition)
    if hearing is None:
        raise Hearing.DoesNotExist
    hearing.ended_at = clock.now()
    held = petition.clock_of(Term.FINAL)
    if petition.status == State.FINAL_REQUESTED and held is not None and held.is_paused:
        put(petition, Term.FINAL, held.resumed(clock.today()))
    return hearing
