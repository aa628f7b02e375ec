"""The states of the ledger as a table (the issue ledger of 四下基层: entered, owned, checked, judged, struck off)."""

from django.utils.translation import gettext_lazy as _

from outreach.common.transitions import Transition
from outreach.ledger.models import Issue
from outreach.ledger.permissions import ACCEPT, CHECK, HANDLE, LEAD, LOOK_BACK, MANAGE, RECUSE, REPORT
from outreach.ledger.states import ACTIVE, RUNNING, State
from outreach.ledger.workflow import needs

Step = Transition[Issue]


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


_RETURNING = _from(State.RETURN_REQUESTED)
_BEFORE_WORK = _from(State.ASSIGNED, State.IN_PROGRESS)
_SUPERVISED = _from(State.OPEN, *RUNNING, State.LONG_TERM, State.SUSPENDED)

ENTERING: list[Step] = [
    # One fact per item 一事一条; whoever noted it hands it in.
    Step("hand_in", _("上报入账"), _from(State.DRAFT), State.PENDING, REPORT, "raising"),
    Step("enter", _("入账"), _from(State.PENDING), State.OPEN, MANAGE),
    Step("merge", _("并案"), _from(State.PENDING, State.OPEN), State.MERGED, MANAGE),
    Step("reject", _("不予入账"), _from(State.PENDING), State.REJECTED, MANAGE),
    # A leader answers for major items before a unit does.
    Step("approve_major", _("批准交办"), _from(State.OPEN), None, LEAD, "raising", (needs.is_major,)),
    Step("assign", _("交办"), _from(State.OPEN), State.ASSIGNED, MANAGE, "any", (needs.major_is_approved,)),
    Step("agree_return", _("同意退回"), _RETURNING, State.OPEN, MANAGE, "any", (needs.has_handler,)),
    Step("refuse_return", _("不同意退回"), _RETURNING, State.ASSIGNED, MANAGE, "any", (needs.has_handler,)),
    # Whose job it is gets decided once: after a designation there is no second return.
    Step("designate", _("指定承办"), _RETURNING, State.ASSIGNED, MANAGE),
]
HANDLING: list[Step] = [
    Step("sign_for", _("签收"), _from(State.ASSIGNED), State.IN_PROGRESS, HANDLE, "lead"),
    Step(
        "request_return",
        _("申请退回"),
        _from(State.ASSIGNED),
        State.RETURN_REQUESTED,
        HANDLE,
        "lead",
        (needs.may_be_returned,),
    ),
    Step("report_progress", _("填报进展"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step("write_cause", _("写原因分析"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step("add_measure", _("加整改措施"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step(
        "complete_measure",
        _("完成措施"),
        _from(State.IN_PROGRESS, State.LONG_TERM),
        None,
        HANDLE,
        "lead",
        (needs.has_open_measure,),
    ),
    Step("add_evidence", _("加佐证"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step("request_support", _("请求支持"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step(
        "confirm_support",
        _("支持到位"),
        _from(State.IN_PROGRESS, State.LONG_TERM),
        None,
        HANDLE,
        "lead",
        (needs.waits_for_support,),
    ),
    Step("ask_co_unit", _("请求协办"), _from(State.IN_PROGRESS, State.LONG_TERM), None, HANDLE, "lead"),
    Step(
        "answer_co_unit",
        _("答复协办"),
        _from(State.IN_PROGRESS, State.LONG_TERM),
        None,
        HANDLE,
        "co_unit",
        (needs.waits_for_a_co_unit,),
    ),
    Step("change_handler", _("换责任人"), _from(*RUNNING, State.LONG_TERM, State.SUSPENDED), None, CHECK, "lead"),
    Step(
        "submit",
        _("提交结果"),
        _from(State.IN_PROGRESS),
        State.SUBMITTED,
        HANDLE,
        "lead",
        (needs.has_cause, needs.measures_are_done, needs.has_evidence),
    ),
]
DEADLINES: list[Step] = [
    Step(
        "request_extension",
        _("申请延期"),
        _BEFORE_WORK,
        None,
        HANDLE,
        "lead",
        (needs.is_before_due, needs.has_no_pending_extension),
    ),
    Step("agree_extension", _("同意延期"), _from(*RUNNING), None, CHECK, "lead", (needs.extension_waits_for_head,)),
    Step("grant_extension", _("批准延期"), _from(*RUNNING), None, MANAGE, "any", (needs.extension_waits_for_office,)),
    Step("refuse_extension", _("不同意延期"), _from(*RUNNING), None, MANAGE, "any", (needs.extension_is_pending,)),
    Step("suspend", _("暂停"), _from(State.IN_PROGRESS), State.SUSPENDED, LEAD, "lead"),
    Step("resume", _("恢复办理"), _from(State.SUSPENDED), State.IN_PROGRESS, LEAD, "lead"),
    Step("keep_long_term", _("转为长期坚持"), _from(State.IN_PROGRESS), State.LONG_TERM, LEAD, "lead"),
    Step("review_long_term", _("季度复核"), _from(State.LONG_TERM), None, LEAD, "lead"),
    Step("finish_long_term", _("转入验收办理"), _from(State.LONG_TERM), State.IN_PROGRESS, LEAD, "lead"),
]
JUDGING: list[Step] = [
    Step(
        "check_pass",
        _("初核通过"),
        _from(State.SUBMITTED),
        State.VERIFYING,
        CHECK,
        "lead",
        (needs.is_not_the_submitter,),
    ),
    Step("check_back", _("初核退回"), _from(State.SUBMITTED), State.IN_PROGRESS, CHECK, "lead"),
    Step(
        "accept_result",
        _("验收通过"),
        _from(State.VERIFYING),
        State.AWAITING_RATING,
        ACCEPT,
        "accepting",
        (needs.is_not_the_handler,),
    ),
    Step(
        "reject_result",
        _("验收不通过"),
        _from(State.VERIFYING),
        State.IN_PROGRESS,
        ACCEPT,
        "accepting",
        (needs.is_not_the_handler,),
    ),
    Step(
        "close",
        _("销号"),
        _from(State.AWAITING_RATING),
        State.CLOSED,
        MANAGE,
        "any",
        (needs.raiser_is_not_dissatisfied,),
    ),
    Step("close_with_reason", _("说明理由销号"), _from(State.AWAITING_RATING), State.CLOSED, MANAGE),
    Step("send_back", _("退回重办"), _from(State.AWAITING_RATING), State.IN_PROGRESS, MANAGE),
    Step(
        "reopen",
        _("重新办理"),
        _from(State.CLOSED),
        State.IN_PROGRESS,
        MANAGE,
        "any",
        (needs.second_reopening_goes_up,),
    ),
    # Whether it holds is asked some weeks later, by somebody who had no hand in it (回头看). That is asked first:
    # nobody who had learns from the refusal whether it was drawn.
    Step(
        "look_back",
        _("回头看"),
        _from(State.CLOSED),
        None,
        LOOK_BACK,
        "raising",
        (needs.looks_with_other_eyes, needs.look_back_is_open),
    ),
    Step("raise_supervision", _("督办"), _SUPERVISED, None, MANAGE, "any", (needs.supervision_can_rise,)),
    Step("lift_supervision", _("摘牌"), _SUPERVISED, None, MANAGE, "any", (needs.is_supervised,)),
]
RECUSING: list[Step] = [
    # 信访工作条例, Art. 28: whoever has a direct interest keeps away, by their own word or the office's.
    Step("recuse", _("申请回避"), _from(*ACTIVE), None, RECUSE, "touching"),
    Step("recuse_other", _("要求回避"), _from(*ACTIVE), None, MANAGE),
    # The interest may end; it is for somebody else to say so.
    Step("lift_recusal", _("解除回避"), _from(*ACTIVE), None, MANAGE),
]
BY_THE_PORTAL: list[Step] = [
    # Said where the matter was found: it goes with the item before the office reads it.
    Step("note_support", _("现场提出或答应支持"), _from(State.PENDING), None, "", by_system=True),
    # Whoever leaves hands over what they handle; the security administrator names who goes on, without reading it.
    Step(
        "hand_over",
        _("离岗移交"),
        _from(*RUNNING, State.AWAITING_RATING, State.LONG_TERM, State.SUSPENDED),
        None,
        "",
        by_system=True,
    ),
    # Whom the petition behind it names handles it no more.
    Step("step_down", _("责任人回避"), _from(*ACTIVE), None, "", by_system=True),
    # The handler keeps away: somebody else is designated, and the clock runs on.
    Step("vacate", _("退回重新指定"), _from(*RUNNING), State.RETURN_REQUESTED, "", by_system=True),
    # Art. 30: the petition behind it turned out to accuse somebody.
    Step("seal", _("转入纪检专门通道"), _from(*State), None, "", by_system=True),
    Step("unseal", _("转回台账办理"), _from(*State), None, "", by_system=True),
    # Two workdays after assignment an unsigned item counts as signed for.
    Step("sign_by_itself", _("到期自动签收"), _from(State.ASSIGNED), State.IN_PROGRESS, "", by_system=True),
    Step("wake", _("到期自动恢复"), _from(State.SUSPENDED), State.IN_PROGRESS, "", by_system=True),
    Step("supervise", _("自动督办"), _SUPERVISED, None, "", "any", (needs.supervision_can_rise,), by_system=True),
    # Whoever raised the matter has no account: the portal writes the judgement down for them.
    Step("rate", _("提出人评价"), _from(State.AWAITING_RATING, State.CLOSED), None, "", by_system=True),
    Step("return_by_rating", _("不满意退回"), _from(State.AWAITING_RATING), State.IN_PROGRESS, "", by_system=True),
    Step("reopen_by_rating", _("不满意重新办理"), _from(State.CLOSED), State.IN_PROGRESS, "", by_system=True),
    Step("reopen_by_look_back", _("回头看不实，重新办理"), _from(State.CLOSED), State.IN_PROGRESS, "", by_system=True),
    Step("move_deadline", _("工作日历调整期限"), _from(*RUNNING), None, "", by_system=True),
]
STEPS: list[Step] = [*ENTERING, *HANDLING, *DEADLINES, *JUDGING, *RECUSING, *BY_THE_PORTAL]
