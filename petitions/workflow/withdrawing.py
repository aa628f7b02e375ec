"""撤回: the petitioner takes it back; of a group's petition only all its representatives together do."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import Petition, Withdrawal
from petitions.statute import Waits
from petitions.workflow.clocks import settle
from petitions.workflow.extending import drop_asked
from petitions.workflow.machine import PETITIONS
from petitions.workflow.mailing import end_mails
from petitions.workflow.petitioner import heed_names
from petitions.workflow.receptions import let_go
from petitions.workflow.step import WITHDRAWABLE
from petitions.workflow.waiting import wait_for


def refusal_to_withdraw(petition: Petition) -> str:
    """Why there is nothing to take back, in words for the petitioner; empty when there is."""
    if petition.is_sealed:
        return _("检举控告由纪检部门依规处理，不因撤回而停止。想说明情况的，请补充材料。")
    if petition.status not in WITHDRAWABLE:
        return _("这件事已经办完，不用撤回。")
    if petition.is_group and petition.withdrawals.exists():
        return _("已经记下有人提出撤回。全体代表都同意的，请一起到信访接待室签字。")
    return ""


@transaction.atomic
def withdraw(*, petition: Petition, reason: str) -> Petition:
    """On the query page: it ends the case of one person; of a group it is written down, and the case goes on."""
    if why := refusal_to_withdraw(petition):
        raise RefusedStepError(why)
    step = "note_withdrawal" if petition.is_group else "withdraw"
    with PETITIONS.moving(petition, step, Rights.system()) as move:
        Withdrawal.objects.create(petition=move.row, reason=reason, ends_case=not move.row.is_group)
        if move.row.is_group:
            wait_for(move.row, Waits.WITHDRAWAL)
        else:
            _end(move.row)
        move.note = reason
    return heed_names(petition=move.row, words=reason)


def withdraw_on_paper(
    *,
    petition: Petition,
    reason: str,
    rights: Rights,
    proof: Sequence[Attachment] = (),
    version: int | None = None,
) -> Petition:
    """At the office, signed by whoever brought it: by all representatives where they are several."""
    with PETITIONS.moving(petition, "withdraw_on_paper", rights, version) as move:
        Withdrawal.objects.create(
            petition=move.row,
            reason=reason,
            ends_case=True,
            written_by=rights.user,
            proof=next(iter(proof), None),
        )
        _end(move.row)
        move.note = reason
        return move.row


def _end(petition: Petition) -> None:
    settle(petition)
    end_mails(petition=petition)
    drop_asked(petition)
    petition.hearings.filter(ended_at=None).update(is_cancelled=True, ended_at=clock.now())
    petition.waits_for = ""
    let_go(petition)
