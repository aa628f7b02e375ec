"""复查 and 复核: the unit above looks again, then the unit above that, and then it is over (Art. 35, 36)."""

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.casefile import last_opinion, late_request, next_higher, open_request
from petitions.models import HandlingOpinion, Petition, ReviewRequest
from petitions.statute import Stage, Term, Waits
from petitions.workflow.clocks import start
from petitions.workflow.machine import PETITIONS
from petitions.workflow.petitioner import heed_names
from petitions.workflow.replying import Reply, write_opinion
from petitions.workflow.step import REPLIED
from petitions.workflow.waiting import stop_waiting, wait_for

_NEXT = {Stage.HANDLING: Stage.REVIEW, Stage.REVIEW: Stage.FINAL}
#: By which clock a stage may be asked for.
ASK = {Stage.REVIEW: Term.ASK_REVIEW, Stage.FINAL: Term.ASK_FINAL}
#: By which clock it is decided.
DECIDE = {Stage.REVIEW: Term.REVIEW, Stage.FINAL: Term.FINAL}


def next_stage(opinion: HandlingOpinion) -> Stage | None:
    """Where whoever is not content with it may go; None after the final review."""
    return _NEXT.get(Stage(opinion.stage))


def refusal_to_ask(petition: Petition) -> str:
    """Why no review can be asked for, in words for the petitioner; empty when one can, be it too late."""
    last = last_opinion(petition)
    if open_request(petition) or late_request(petition):
        return _("你已经申请过，正在办。")
    if last is None or petition.is_sealed or petition.status not in REPLIED:
        return _("还没有可以申请复查的处理意见。")
    if last.delivered_on is None:
        return _("意见还没有送达，送达后可以申请。")
    if next_stage(last) is None:
        return _("这件事已经复核终结。同样的事实和理由再提出来，不再受理（《信访工作条例》第三十六条）。")
    if next_higher(last.unit) is None:
        return _("%(unit)s上面没有别的单位，可以向它的上级主管部门提出。") % {"unit": last.unit}
    return ""


@transaction.atomic
def ask_review(*, petition: Petition, reason: str) -> Petition:
    """The petitioner asks on the query page; too late it is written down, and an officer decides."""
    locked = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=petition.pk)
    if why := refusal_to_ask(locked):
        raise RefusedStepError(why)
    stage, unit = _where_to(locked)
    until = locked.clock_of(ASK[stage])
    is_late = until is not None and clock.today() > until.due_on
    step = "ask_late" if is_late else {Stage.REVIEW: "ask_review", Stage.FINAL: "ask_final"}[stage]
    with PETITIONS.moving(locked, step, Rights.system()) as move:
        admitted = None if is_late else True
        ReviewRequest.objects.create(
            petition=move.row, stage=stage, unit=unit, reason=reason, is_late=is_late, is_admitted=admitted
        )
        move.row.reviewing_unit = unit
        if is_late:
            wait_for(move.row, Waits.LATE_REVIEW)
        else:
            start(move.row, DECIDE[stage], clock.today())
        move.note = reason
        move.detail = {"unit": str(unit)}
    return heed_names(petition=move.row, words=reason)


def _where_to(petition: Petition) -> tuple[Stage, OrgUnit]:
    last = last_opinion(petition)
    stage, unit = (next_stage(last), next_higher(last.unit)) if last else (None, None)
    if stage is None or unit is None:
        raise RefusedStepError(_("还没有可以申请复查的处理意见。"))
    return stage, unit


def admit(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """A request that came too late is taken on, with the reason told: its 30 days run from here."""
    late = late_request(petition)
    step = "admit_final" if late and late.stage == Stage.FINAL else "admit_review"
    with PETITIONS.moving(petition, step, rights, version) as move:
        asked = _decide_late(move.row, note, rights, is_admitted=True)
        start(move.row, DECIDE[Stage(asked.stage)], clock.today())
        move.note = note
        return move.row


def decline_review(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """A request that came too late is not taken on; the petitioner reads why."""
    with PETITIONS.moving(petition, "decline_review", rights, version) as move:
        _decide_late(move.row, note, rights, is_admitted=False)
        move.note = note
        return move.row


def _decide_late(petition: Petition, words: str, rights: Rights, *, is_admitted: bool) -> ReviewRequest:
    asked = late_request(petition)
    if asked is None:
        raise RefusedStepError(_("没有逾期的申请等着决定。"))
    asked.is_admitted, asked.words = is_admitted, words
    asked.decided_by, asked.decided_at = rights.user, clock.now()
    asked.save()
    stop_waiting(petition, Waits.LATE_REVIEW)
    return asked


def decide_review(
    *, petition: Petition, reply: Reply, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """The written opinion of the unit that reviews: the original one stands, is changed, or is revoked."""
    return _decide(petition, "decide_review", Stage.REVIEW, reply, rights, cleared, version)


def decide_final(
    *, petition: Petition, reply: Reply, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """The last written opinion: after it the same facts and reasons are not accepted again."""
    return _decide(petition, "decide_final", Stage.FINAL, reply, rights, cleared, version)


def _decide(
    petition: Petition, step: str, stage: Stage, reply: Reply, rights: Rights, cleared: str, version: int | None
) -> Petition:
    with PETITIONS.moving(petition, step, rights, version) as move:
        unit = move.row.reviewing_unit
        if unit is None:
            raise RefusedStepError(_("没有上一级单位。"))
        write_opinion(move.row, stage, reply, unit, rights)
        wait_for(move.row, Waits.DELIVERY)
        move.detail = {"unit": str(unit), "outcome": reply.outcome, "cleared": cleared}
        return move.row


def redo(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """The opinion was revoked: handled anew, with its 60 days from today [ours]; when it was accepted stays true."""
    with PETITIONS.moving(petition, "redo", rights, version) as move:
        move.row.delivered_at = move.row.result_at = None
        start(move.row, Term.CONCLUDE, clock.today())
        move.note = note
        return move.row
