"""The states of a petition as a table; the article of 信访工作条例 stands beside each rule."""

from django.utils.translation import gettext_lazy as _

from outreach.common.transitions import Transition
from petitions.models import Petition
from petitions.permissions import DISCIPLINE, MANAGE, RECUSE
from petitions.states import State
from petitions.workflow import needs

Step = Transition[Petition]


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


_INSPECTED = (State.DISCIPLINE_ROUTED, State.INSPECTING)
BY_OFFICERS: list[Step] = [
    # Art. 29–31: the kind decides which way it goes; the officer confirms what the petitioner chose.
    Step("classify", _("分类"), _from(State.REGISTERED), State.CLASSIFIED, MANAGE),
    # Art. 22 and 23: within 15 days the petitioner is told who deals with it.
    Step("accept", _("受理"), _from(State.CLASSIFIED, State.REFERRED), State.ACCEPTED, MANAGE),
    Step("refer", _("转送"), _from(State.CLASSIFIED), State.REFERRED, MANAGE),
    Step("not_own", _("告知不属本单位"), _from(State.CLASSIFIED), State.NOT_OWN, MANAGE),
    Step("not_accept", _("不予受理"), _from(State.CLASSIFIED), State.NOT_ACCEPTED, MANAGE),
    Step("hand_over", _("交台账办理"), _from(State.ACCEPTED), State.INVESTIGATING, MANAGE),
    Step("join", _("并入在办事项"), _from(State.ACCEPTED), State.INVESTIGATING, MANAGE),
    Step("investigate", _("开始核查"), _from(State.DISCIPLINE_ROUTED), State.INSPECTING, DISCIPLINE),
    Step("answer", _("直接答复"), _from(State.ACCEPTED, *_INSPECTED), State.DELIVERED, MANAGE),
    # Art. 30 and 46: accusations leave the shared room, and never reach whom they are about.
    Step(
        "route_to_discipline",
        _("转纪检"),
        _from(State.REGISTERED, State.CLASSIFIED, State.ACCEPTED, State.REFERRED, State.INVESTIGATING),
        State.DISCIPLINE_ROUTED,
        MANAGE,
    ),
    Step("release", _("转回信访办理"), _from(*_INSPECTED), State.REGISTERED, DISCIPLINE),
    Step("add_accused", _("登记被反映人"), _from(*State), None, DISCIPLINE, needs=(needs.is_sealed,)),
    Step("remove_accused", _("撤下被反映人"), _from(*State), None, DISCIPLINE, needs=(needs.is_sealed,)),
    Step(
        "archive",
        _("归档"),
        _from(State.DELIVERED, State.RATED, State.REFERRED, State.NOT_OWN, State.NOT_ACCEPTED),
        State.ARCHIVED,
        MANAGE,
        needs=(needs.issue_has_ended,),
    ),
]
READING: list[Step] = [
    # Art. 19: what is said is written down faithfully, so it is read to whoever said it.
    Step("read_back", _("已向信访人宣读"), _from(*State), None, MANAGE, needs=(needs.waits_for_reading,)),
]
RECUSING: list[Step] = [
    # Art. 28: whoever has a direct interest keeps away, by their own word or the office's.
    Step("recuse", _("申请回避"), _from(*State), None, RECUSE),
    Step("recuse_other", _("要求回避"), _from(*State), None, MANAGE),
    # The interest may end, or a name be a namesake's; it is for somebody else to say so.
    Step("lift_recusal", _("解除回避"), _from(*State), None, MANAGE, needs=(needs.somebody_may_come_back,)),
]
REPEATING: list[Step] = [
    # Nothing is linked by itself: an officer says that it was brought before, or that it was not.
    Step("link_repeat", _("关联为重复信访"), _from(*State), None, MANAGE, needs=(needs.is_no_repeat,)),
    Step("not_repeat", _("不是重复信访"), _from(*State), None, MANAGE, needs=(needs.is_no_repeat,)),
    Step("unlink_repeat", _("解除重复信访关联"), _from(*State), None, MANAGE, needs=(needs.is_repeat,)),
]
BY_THE_PORTAL: list[Step] = [
    # From the moment of submission nobody outside discipline inspection sees an accusation.
    Step("seal_by_itself", _("直接进入纪检专门通道"), _from(*State), State.DISCIPLINE_ROUTED, "", by_system=True),
    # What was over in the register it was taken over from is over here.
    Step("close_former", _("随原登记册归档"), _from(State.REGISTERED, *_INSPECTED), State.ARCHIVED, "", by_system=True),
    # Somebody who inspects it is named in what came later: the next who is left takes it.
    Step("heed_names", _("重新确定核查人"), _from(*State), None, "", by_system=True),
    # The petitioner has no account: the portal writes these down for them.
    Step("supplement", _("信访人补充材料"), _from(*State), None, "", by_system=True),
    Step("rate", _("信访人评价"), _from(State.DELIVERED), State.RATED, "", by_system=True),
    # The petition follows its ledger item.
    Step("conclude", _("台账事项办完"), _from(State.INVESTIGATING), State.DELIVERED, "", by_system=True),
    Step(
        "resume",
        _("台账事项重新办理"),
        _from(State.DELIVERED, State.RATED, State.ARCHIVED),
        State.INVESTIGATING,
        "",
        by_system=True,
    ),
    # What had an item before it was sealed goes on with it.
    Step("go_on", _("回到台账办理"), _from(State.REGISTERED), State.INVESTIGATING, "", by_system=True),
    Step("give_back", _("台账不予入账"), _from(State.INVESTIGATING), State.ACCEPTED, "", by_system=True),
    # The item it went along with is not open to the office any more.
    Step("part", _("另行安排办理"), _from(State.INVESTIGATING), State.ACCEPTED, "", by_system=True),
    Step("follow_merger", _("台账事项并案"), _from(State.INVESTIGATING), None, "", by_system=True),
]
STEPS: list[Step] = [*BY_OFFICERS, *READING, *RECUSING, *REPEATING, *BY_THE_PORTAL]
