"""What the portal does by itself, or for somebody without an account."""

from django.utils.translation import gettext_lazy as _

from outreach.common.transitions import Words
from petitions.states import INSPECTED, State
from petitions.workflow.step import REPLIED, SHARED, WITHDRAWABLE, Step, source


def _by_portal(name: str, label: Words, sources: tuple[str, ...], target: str | None, article: str = "") -> Step:
    return Step(name, label, source(*sources), target, "", by_system=True, article=article)


BY_THE_PORTAL: list[Step] = [
    # From the moment of submission nobody outside discipline inspection sees an accusation.
    _by_portal("seal_by_itself", _("直接进入纪检专门通道"), tuple(State), State.DISCIPLINE_ROUTED, "30, 46"),
    # What was over in the register it was taken over from is over here.
    _by_portal("close_former", _("随原登记册归档"), (State.REGISTERED, *INSPECTED), State.ARCHIVED),
    # Somebody who inspects it is named in what came later: the next who is left takes it.
    _by_portal("heed_names", _("重新确定核查人"), tuple(State), None),
    # The petitioner has no account: the portal writes these down for them.
    _by_portal("answer_question", _("信访人回答提问"), tuple(State), None),
    _by_portal("supplement", _("信访人补充材料"), tuple(State), None),
    _by_portal(
        "rate", _("信访人评价"), (State.DELIVERED, State.REVIEW_DECIDED, State.FINAL_DECIDED), State.RATED, "21"
    ),
    _by_portal("ask_review", _("信访人申请复查"), REPLIED, State.REVIEW_REQUESTED, "35"),
    _by_portal("ask_final", _("信访人申请复核"), REPLIED, State.FINAL_REQUESTED, "36"),
    _by_portal("ask_late", _("信访人逾期申请复查、复核"), REPLIED, None, "35, 36"),
    _by_portal("withdraw", _("信访人撤回"), WITHDRAWABLE, State.WITHDRAWN),
    _by_portal("note_withdrawal", _("信访人提出撤回"), tuple(State), None),
    # The petition follows its ledger item.
    _by_portal("result_in", _("台账事项办完"), (State.INVESTIGATING,), None),
    _by_portal("conclude", _("台账事项办完"), (State.INVESTIGATING,), State.DELIVERED),
    _by_portal(
        "resume",
        _("台账事项重新办理"),
        (State.DELIVERED, State.RATED, State.ARCHIVED),
        State.INVESTIGATING,
    ),
    _by_portal("reopen", _("台账事项又在办"), (State.INVESTIGATING,), None),
    # What had an item, or a review, before it was sealed goes on with it.
    _by_portal("go_on", _("回到台账办理"), (State.REGISTERED,), State.INVESTIGATING),
    _by_portal("go_on_review", _("回到复查"), (State.REGISTERED,), State.REVIEW_REQUESTED),
    _by_portal("go_on_final", _("回到复核"), (State.REGISTERED,), State.FINAL_REQUESTED),
    _by_portal("give_back", _("台账不予入账"), (State.INVESTIGATING,), State.ACCEPTED),
    # The item it went along with is not open to the office any more.
    _by_portal("part", _("另行安排办理"), (State.INVESTIGATING,), State.ACCEPTED),
    _by_portal("follow_merger", _("台账事项并案"), (State.INVESTIGATING,), None),
    # What nobody has to say: the calendar shows it, or the dates do.
    _by_portal("supervise_by_itself", _("自动督办"), SHARED, None, "40"),
    _by_portal("move_deadline", _("期限随日历调整"), tuple(State), None),
]
