"""Which way a petition goes: rows of the office, of the unit it was referred to, of inspectors, of recusal."""

from django.utils.translation import gettext_lazy as _

from petitions.permissions import DISCIPLINE, MANAGE, RECUSE
from petitions.states import INSPECTED, State
from petitions.workflow import needs
from petitions.workflow.step import RUNNING, Step, source

BY_OFFICERS: list[Step] = [
    # The kind decides which way it goes; the officer confirms what the petitioner chose.
    Step("classify", _("分类"), source(State.REGISTERED), State.CLASSIFIED, MANAGE, article="29–31"),
    # Within 15 days the petitioner is told who deals with it.
    Step(
        "accept",
        _("受理"),
        source(State.CLASSIFIED, State.REFERRED),
        State.ACCEPTED,
        MANAGE,
        needs=(needs.not_objected,),
        article="23",
    ),
    Step("refer", _("转送"), source(State.CLASSIFIED), State.REFERRED, MANAGE, article="23"),
    Step("not_own", _("告知不属本单位"), source(State.CLASSIFIED), State.NOT_OWN, MANAGE, article="23"),
    # The unit that a petition was referred to tells the petitioner which way it goes, as the office would (Art. 23).
    Step(
        "route_legally",
        _("告知法定途径"),
        source(State.CLASSIFIED, State.REFERRED),
        State.LEGAL_ROUTE,
        MANAGE,
        needs=(needs.is_appeal, needs.not_objected),
        article="31(1)–(5)",
    ),
    Step(
        "not_accept",
        _("不予受理"),
        source(State.CLASSIFIED, State.REFERRED),
        State.NOT_ACCEPTED,
        MANAGE,
        needs=(needs.not_objected,),
        article="23",
    ),
    # After the final review the same facts and reasons are not accepted again.
    Step(
        "refuse_repeat",
        _("重复信访不再受理"),
        source(State.CLASSIFIED, State.REFERRED),
        State.REPEAT_REFUSED,
        MANAGE,
        needs=(needs.is_appeal, needs.not_objected),
        article="36",
    ),
    # What should have been taken on, or was put in the wrong drawer, is put right (Art. 40).
    Step(
        "reconsider",
        _("撤销决定，重新分类"),
        source(State.CLASSIFIED, State.NOT_OWN, State.LEGAL_ROUTE, State.NOT_ACCEPTED, State.REPEAT_REFUSED),
        State.REGISTERED,
        MANAGE,
        place="office",
        article="23, 40",
        is_aside=True,
    ),
    Step("hand_over", _("交台账办理"), source(State.ACCEPTED), State.INVESTIGATING, MANAGE, article="32"),
    Step("join", _("并入在办事项"), source(State.ACCEPTED), State.INVESTIGATING, MANAGE, article="32"),
    Step("investigate", _("开始核查"), source(State.DISCIPLINE_ROUTED), State.INSPECTING, DISCIPLINE, article="30"),
    Step(
        "answer",
        _("直接答复"),
        source(State.ACCEPTED, *INSPECTED),
        State.DELIVERED,
        MANAGE,
        needs=(needs.may_be_answered,),
        article="29, 30",
    ),
]
ALLOTTING: list[Step] = [
    # One person answers for a case at every moment [ours].
    Step("assign_officer", _("交给同事经办"), source(*RUNNING, State.DELIVERED), None, MANAGE, is_aside=True),
]
REFERRING: list[Step] = [
    # The unit that got it says within 5 workdays that it is not its matter; the office that sent it decides.
    Step(
        "object",
        _("对转送提出异议"),
        source(State.REFERRED),
        None,
        MANAGE,
        place="referred",
        needs=(needs.not_objected, needs.may_still_object),
        article="23",
        is_occasional=True,
    ),
    Step(
        "take_back",
        _("收回转送"),
        source(State.REFERRED),
        State.CLASSIFIED,
        MANAGE,
        place="office",
        needs=(needs.is_objected, needs.not_of_that_unit),
        article="23",
        is_occasional=True,
    ),
    Step(
        "refer_on",
        _("改送另一个单位"),
        source(State.REFERRED),
        None,
        MANAGE,
        place="office",
        needs=(needs.is_objected, needs.not_of_that_unit),
        article="23",
        is_occasional=True,
    ),
    Step(
        "confirm_referral",
        _("维持转送"),
        source(State.REFERRED),
        None,
        MANAGE,
        place="office",
        needs=(needs.is_objected, needs.not_of_that_unit),
        article="23",
        is_occasional=True,
    ),
]
INSPECTING: list[Step] = [
    # Accusations leave the shared room, and never reach whom they are about.
    Step(
        "route_to_discipline",
        _("转纪检"),
        source(State.REGISTERED, State.CLASSIFIED, State.ACCEPTED, State.REFERRED, State.INVESTIGATING),
        State.DISCIPLINE_ROUTED,
        MANAGE,
        article="30, 46",
        is_aside=True,
    ),
    Step("release", _("转回信访办理"), source(*INSPECTED), State.REGISTERED, DISCIPLINE, is_aside=True),
    Step("add_accused", _("登记被反映人"), source(*State), None, DISCIPLINE, needs=(needs.is_sealed,), is_aside=True),
    Step(
        "remove_accused", _("撤下被反映人"), source(*State), None, DISCIPLINE, needs=(needs.is_sealed,), is_aside=True
    ),
]
READING: list[Step] = [
    # What is said is written down faithfully, so it is read to whoever said it.
    Step(
        "read_back",
        _("已向信访人宣读"),
        source(*State),
        None,
        MANAGE,
        needs=(needs.waits_for_reading,),
        article="19",
        is_occasional=True,
    ),
]
RECUSING: list[Step] = [
    # Whoever has a direct interest keeps away, by their own word or the office's.
    Step("recuse", _("申请回避"), source(*State), None, RECUSE, article="28", is_aside=True),
    Step("recuse_other", _("要求回避"), source(*State), None, MANAGE, article="28", is_aside=True),
    # The interest may end, or a name be a namesake's; it is for somebody else to say so.
    Step(
        "lift_recusal",
        _("解除回避"),
        source(*State),
        None,
        MANAGE,
        needs=(needs.somebody_may_come_back,),
        article="28",
        is_aside=True,
    ),
]
REPEATING: list[Step] = [
    # Nothing is linked by itself: an officer says that it was brought before, or that it was not.
    Step(name, label, source(*State), None, MANAGE, needs=(need,), is_aside=True, is_occasional=True)
    for name, label, need in (
        ("link_repeat", _("关联为重复信访"), needs.is_no_repeat),
        ("not_repeat", _("不是重复信访"), needs.is_no_repeat),
        ("unlink_repeat", _("解除重复信访关联"), needs.is_repeat),
    )
]
