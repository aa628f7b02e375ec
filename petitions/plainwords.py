"""A case in everyday words, as whoever brought it reads them: who has it, what comes next, what was done."""

from django.utils.translation import gettext_lazy

from outreach.ledger.states import State as IssueState
from petitions.states import Kind, State
from petitions.statute import Term

#: How each kind is called on public pages.
PLAIN_KINDS = {
    Kind.APPEAL: gettext_lazy("要解决一个问题"),
    Kind.SUGGESTION: gettext_lazy("提意见或建议"),
    Kind.ACCUSATION: gettext_lazy("检举、控告"),
}
HOLDERS = {
    State.REGISTERED: gettext_lazy("到了信访专员手里"),
    State.CLASSIFIED: gettext_lazy("信访专员正在定怎么办"),
    State.ACCEPTED: gettext_lazy("已受理，正在安排谁来办"),
    State.REFERRED: gettext_lazy("转给了%(referred_to)s"),
    State.NOT_OWN: gettext_lazy("不归本单位管，已告诉你归谁管"),
    State.LEGAL_ROUTE: gettext_lazy("要走法定途径，已告诉你向谁提出"),
    State.REPEAT_REFUSED: gettext_lazy("已经复核终结，不再受理"),
    State.DISCIPLINE_ROUTED: gettext_lazy("纪检部门在办"),
    State.INSPECTING: gettext_lazy("纪检部门正在核查"),
    State.NOT_ACCEPTED: gettext_lazy("没有受理，理由写在下面"),
    State.MEDIATED: gettext_lazy("双方已经达成协议"),
    State.OPINION_ISSUED: gettext_lazy("处理意见出来了，正在送给你"),
    State.DELIVERED: gettext_lazy("已办完"),
    State.REVIEW_REQUESTED: gettext_lazy("%(reviewing_unit)s正在复查"),
    State.REVIEW_DECIDED: gettext_lazy("%(reviewing_unit)s复查完了"),
    State.FINAL_REQUESTED: gettext_lazy("%(reviewing_unit)s正在复核"),
    State.FINAL_DECIDED: gettext_lazy("%(reviewing_unit)s复核完了，这件事到此终结"),
    State.WITHDRAWN: gettext_lazy("你已经撤回"),
    State.RATED: gettext_lazy("已办完，你也评价过了"),
    State.ARCHIVED: gettext_lazy("已办完归档"),
}
#: Over without an answer: taken back, not accepted, told whose it is.
PUT_AWAY = gettext_lazy("已经了结，材料归档")
NEXT = {
    State.REGISTERED: gettext_lazy("书面告诉你谁来办"),
    State.CLASSIFIED: gettext_lazy("书面告诉你谁来办"),
    State.ACCEPTED: gettext_lazy("交给具体单位和人"),
    State.REFERRED: gettext_lazy("由那个单位决定并告诉你"),
    State.DISCIPLINE_ROUTED: gettext_lazy("核查后在这里给你答复"),
    State.INSPECTING: gettext_lazy("核查后在这里给你答复"),
    State.INVESTIGATING: gettext_lazy("办完，把结果告诉你"),
    State.MEDIATED: gettext_lazy("按协议办"),
    State.OPINION_ISSUED: gettext_lazy("把意见书送给你"),
    State.DELIVERED: gettext_lazy("请你评一评"),
    State.REVIEW_REQUESTED: gettext_lazy("复查以后书面答复你"),
    State.FINAL_REQUESTED: gettext_lazy("复核以后书面答复你"),
}
#: Steps of the case, and those of its ledger item that concern the petitioner.
STEPS = {
    "register": gettext_lazy("收到你提交的内容"),
    "read_back": gettext_lazy("登记的内容读给你听过，你确认无误"),
    "seal_by_itself": gettext_lazy("直接进入纪检专门通道，其他部门看不到"),
    "route_to_discipline": gettext_lazy("转到纪检专门通道，其他部门看不到"),
    "investigate": gettext_lazy("纪检部门开始核查"),
    "release": gettext_lazy("转给信访专员办理"),
    "accept": gettext_lazy("决定受理"),
    "refer": gettext_lazy("转给了%(unit)s"),
    "object": gettext_lazy("%(unit)s认为不归它管，正在定由谁办"),
    "take_back": gettext_lazy("收回来，重新定由谁办"),
    "refer_on": gettext_lazy("改转给了%(unit)s"),
    "confirm_referral": gettext_lazy("定下来还是由%(unit)s办"),
    "not_own": gettext_lazy("不归本单位管，请向%(owner)s提出"),
    "route_legally": gettext_lazy("这件事要走法定途径，请向%(owner)s提出"),
    "not_accept": gettext_lazy("决定不予受理"),
    "refuse_repeat": gettext_lazy("和已经复核终结的是同一件事，不再受理"),
    "reconsider": gettext_lazy("重新定怎么办"),
    "add_item": gettext_lazy("另有一项也交到台账，单独办理"),
    "hand_over": gettext_lazy("交到台账，正在安排由谁办"),
    "join": gettext_lazy("和正在办的同一件事一起办"),
    "follow_merger": gettext_lazy("和别人反映的同一件事并在一起办"),
    "grant_extension": gettext_lazy("批准延长 %(days)s 天，最迟到 %(due_on)s"),
    "call_hearing": gettext_lazy("定于 %(when)s 在%(place)s听证，听证员：%(panel)s"),
    "record_hearing": gettext_lazy("听证结束"),
    "cancel_hearing": gettext_lazy("听证取消"),
    "ask_question": gettext_lazy("问了你一个问题"),
    "withdraw_question": gettext_lazy("收回了一个问题，不用回答了"),
    "answer_question": gettext_lazy("你回答了提问"),
    "result_in": gettext_lazy("承办单位办完了，正在写处理意见"),
    "reopen": gettext_lazy("承办单位继续办"),
    "issue_opinion": gettext_lazy("%(unit)s出了处理意见：%(outcome)s"),
    "mediate": gettext_lazy("双方达成了协议"),
    "answer": gettext_lazy("给了你答复"),
    "deliver": gettext_lazy("送到了你手里"),
    "supplement": gettext_lazy("你补充了材料"),
    "rate": gettext_lazy("你作了评价"),
    "conclude": gettext_lazy("办完了"),
    "resume": gettext_lazy("重新办理"),
    "ask_review": gettext_lazy("你申请了复查，由%(unit)s办"),
    "ask_final": gettext_lazy("你申请了复核，由%(unit)s办"),
    "ask_late": gettext_lazy("你申请了复查或复核，已经过了期限，由%(unit)s决定是否受理"),
    "admit_review": gettext_lazy("受理了你的复查申请"),
    "admit_final": gettext_lazy("受理了你的复核申请"),
    "decline_review": gettext_lazy("没有受理过了期限的申请"),
    "decide_review": gettext_lazy("%(unit)s出了复查意见：%(outcome)s"),
    "decide_final": gettext_lazy("%(unit)s出了复核意见：%(outcome)s"),
    "deliver_review": gettext_lazy("送到了你手里"),
    "outside_review": gettext_lazy("%(unit)s出了复查意见：%(outcome)s"),
    "outside_final": gettext_lazy("%(unit)s出了复核意见：%(outcome)s"),
    "redo": gettext_lazy("原来的意见撤销了，重新办理"),
    "redo_ordinary": gettext_lazy("改按普通程序重新办理，办完给你书面的处理意见"),
    "withdraw": gettext_lazy("你撤回了这件事"),
    "note_withdrawal": gettext_lazy("有人提出撤回，正在核实"),
    "withdraw_on_paper": gettext_lazy("按书面申请撤回"),
    "archive": gettext_lazy("归档"),
}
ISSUE_STEPS = {
    "assign": gettext_lazy("交给了%(lead_unit)s处理"),
    "designate": gettext_lazy("定由%(lead_unit)s处理"),
    "sign_for": gettext_lazy("承办单位签收，开始办理"),
    "sign_by_itself": gettext_lazy("承办单位开始办理"),
    "report_progress": gettext_lazy("承办单位填报了进展"),
    "submit": gettext_lazy("承办单位办完，等检查"),
    "accept_result": gettext_lazy("由别的单位验收通过"),
    "reject_result": gettext_lazy("验收没有通过，继续办"),
}
#: Notes of these steps are written to the petitioner, or by them.
TOLD = {
    *("accept", "investigate", "refer", "not_own", "route_legally", "not_accept", "refuse_repeat", "grant_extension"),
    *("admit_review", "admit_final", "decline_review", "rate", "ask_review", "ask_final", "ask_late", "withdraw"),
    *("note_withdrawal", "ask_question"),
}
HELD_BY_UNIT = {
    IssueState.SUBMITTED: gettext_lazy("%(unit)s办完了，正在检查"),
    IssueState.SUSPENDED: gettext_lazy("%(unit)s暂停办理"),
    IssueState.LONG_TERM: gettext_lazy("%(unit)s长期办理"),
}
#: What the petitioner is owed by when.
OWED = {
    Term.NOTICE: gettext_lazy("最迟什么时候告诉你"),
    Term.REFERRED: gettext_lazy("最迟什么时候告诉你"),
    Term.CONCLUDE: gettext_lazy("最迟什么时候办完"),
    Term.REVIEW: gettext_lazy("最迟什么时候复查完"),
    Term.FINAL: gettext_lazy("最迟什么时候复核完"),
}
