"""What was promised at a reception was done: said by whoever promised it, or by the office and confirmed by them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import ReceptionSlot
from petitions.workflow.hearing import keep_named_out_of
from petitions.workflow.receptions import RECEPTIONS


@transaction.atomic
def keep_promise(
    *, slot: ReceptionSlot, kept_how: str, kept_on: date, rights: Rights, version: int | None = None
) -> ReceptionSlot:
    """Say what was done and when; ``kept_on`` lies between the reception and today.

    Said by somebody else, it stands, and the petitioner reads it, only once whoever promised has confirmed it.
    """
    with RECEPTIONS.moving(slot, "keep", rights, version) as move:
        if not move.row.day.held_on <= kept_on <= clock.today():
            raise RefusedStepError(_("兑现的日子在接访那天和今天之间。"))
        move.row.kept_how, move.row.kept_on, move.row.kept_told_by = kept_how, kept_on, rights.user
        if move.row.received_by == rights.user:
            move.row.kept_at = clock.now()
        keep_named_out_of(move.row, kept_how, rights)
        return move.row


def confirm_keeping(*, slot: ReceptionSlot, rights: Rights, version: int | None = None) -> ReceptionSlot:
    """Whoever promised says that it was done: from now on the petitioner reads it."""
    with RECEPTIONS.moving(slot, "confirm_keeping", rights, version) as move:
        move.row.kept_at = clock.now()
        return move.row


def deny_keeping(*, slot: ReceptionSlot, rights: Rights, version: int | None = None) -> ReceptionSlot:
    """Whoever promised says that it is not done yet: it is owed as before."""
    with RECEPTIONS.moving(slot, "deny_keeping", rights, version) as move:
        move.row.kept_how, move.row.kept_on, move.row.kept_told_by = "", None, None
        return move.row
