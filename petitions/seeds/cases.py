"""Cases that show the whole statutory way, each told as a story that ends on the last day of the demo.

A story takes its steps through the real verbs and says with ``yield`` how many days pass before it goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from outreach.common import clock
from petitions import drafts, workflow
from petitions.contacts import Contact
from petitions.intake import Matter, submit
from petitions.models import ContactEntry, Mediation, Petition
from petitions.seeds.papers import write_to
from petitions.states import Arrival, Kind
from petitions.statute import Handover, Outcome, Stage, Talk, Trigger
from petitions.workflow import Receipt, Reply

Story = Callable[[Any], Iterator[int]]
WORKSHOP, COMPANY, OTHER = "固机车间", "装卸一公司", "港城物流公司"
#: Of the workshop's company; of headquarters; of headquarters for what the former two decided.
BELOW, ABOVE, LAST = "petition2", "petition", "petition3"
REGULARS = (
    ("龙门吊司机岗位津贴停发三个月", "转岗后津贴停发，岗位没变，干的还是同样的活。", "补发三个月岗位津贴"),
    ("工伤停工期间奖金按缺勤扣除", "3 月在三号泊位扭伤，停工 26 天，月奖按缺勤全扣。", "按工伤待遇补发奖金"),
    ("宿舍分配没有按工龄排序", "公示的名单里有三人工龄比我短却排在前面。", "重新按工龄公示"),
    ("夜班用餐补贴标准三年没调", "夜班餐补还是 8 元，食堂一份夜宵已经 14 元。", "参照物价调整餐补"),
    ("高温津贴只发了两个月", "7 到 9 月都在露天作业，9 月没有发。", "补发 9 月高温津贴"),
)
SAID = Reply(
    "补发三个月岗位津贴",
    "查阅排班表和工资单：5 至 7 月实际在岗 61 个班，岗位代码在系统切换时录错，津贴未计发。",
    "岗位代码更正，5 至 7 月津贴随本月工资补发。",
    "《岗位津贴管理办法》第六条",
    Outcome.SUPPORT,
)
REFUSED = Reply(
    "补发三个月岗位津贴",
    "调阅转岗通知和考勤：6 月 1 日起已转到理货岗，津贴随岗发放。",
    "转岗后不再享受原岗位津贴，诉求不予支持。",
    "《岗位津贴管理办法》第六条第二款",
    Outcome.NOT_SUPPORT,
)
UPHELD = Reply(
    "对转岗时间有异议",
    "核对转岗通知签收单，日期属实。",
    "原意见事实清楚，予以维持。",
    "《岗位津贴管理办法》第六条第二款",
    Outcome.UPHOLD,
)


def live_a_day(world: Any, stories: Iterable[tuple[int, Story]]) -> None:
    """Begin what begins so many days before the end, and go on with what waited until today."""
    for begins, story in stories:
        if story not in world.plans and (world.last - world.today).days <= begins:
            world.plans[story] = [world.today, story(world)]
    told = {story for _begins, story in stories}
    for plan in [plan for story, plan in world.plans.items() if story in told]:  # other rooms keep theirs there too
        while plan[1] is not None and plan[0] <= world.today:
            waits = next(plan[1], None)
            plan[0], plan[1] = world.today + timedelta(days=waits or 0), plan[1] if waits else None


def _bring(
    world: Any, which: int, *, people: int = 1, title: str = "", contact: Contact | None = None, at: str = WORKSHOP
) -> Petition:
    name, facts, request = REGULARS[which % len(REGULARS)]
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    unit = world.units[at]
    arrival = Arrival.VISIT if people > 1 else Arrival.WEB
    matter = Matter(Kind.APPEAL, title or name, facts, unit, request, people_count=people, arrival=arrival)
    contact = contact or Contact(
        world.rng.choice(("许立民", "邱月英", "方建设")), f"139{world.rng.randrange(10**8):08d}"
    )
    petition = submit(token=token, matter=matter, contact=contact, rights=world.rights(ABOVE)).petition
    drafts.discard_draft(token)
    world.aside.add(petition.pk)
    return petition


def classified(world: Any, which: int, by: str = BELOW, **more: Any) -> Petition:
    petition = _bring(world, which, **more)
    return workflow.classify(petition=petition, kind=Kind.APPEAL, unit=petition.unit, rights=world.rights(by))


def accepted(world: Any, which: int, by: str = BELOW, **more: Any) -> Petition:
    petition = classified(world, which, by, **more)
    words = "你反映的事项已经受理，办理结果会书面告诉你。"
    return workflow.accept(petition=petition, note=words, rights=world.rights(by))


def _log(world: Any, petition: Petition, words: str, way: Talk = Talk.TALK) -> Petition:
    entry = ContactEntry(way=way, held_at=clock.now(), people="信访人", words=words)
    return workflow.log_contact(petition=petition, entry=entry, rights=world.rights(BELOW))


def reply(world: Any, petition: Petition, said: Reply = REFUSED, unit: str = WORKSHOP, by: str = BELOW) -> Petition:
    rights = world.rights(by)
    petition = workflow.issue_opinion(petition=petition, reply=said, unit=world.units[unit], rights=rights)
    return workflow.deliver(petition=petition, receipt=Receipt(Handover.IN_PERSON, clock.today()), rights=rights)


def _reviewed(world: Any, petition: Petition, stage: Stage, by: str) -> Petition:
    verb = workflow.decide_final if stage == Stage.FINAL else workflow.decide_review
    petition = verb(petition=petition, reply=UPHELD, rights=world.rights(by))
    receipt = Receipt(Handover.BY_POST, clock.today())
    return workflow.deliver_review(petition=petition, receipt=receipt, rights=world.rights(by))


def to_the_end(world: Any) -> Iterator[int]:
    """Opinion, review, final review; and when it comes again, a refusal with words."""
    petition = accepted(world, 0)
    yield 9
    petition = _log(world, petition, "核对了转岗通知，本人说签收日期不对。")
    yield 21
    petition = reply(world, petition)
    yield 14
    petition = workflow.ask_review(petition=petition, reason="转岗通知上的日期不是我签的，请再核对。")
    yield 20
    petition = _reviewed(world, petition, Stage.REVIEW, ABOVE)
    yield 12
    petition = workflow.ask_review(petition=petition, reason="还是没有看签收单原件。")
    yield 22
    petition = _reviewed(world, petition, Stage.FINAL, LAST)
    write_to(petition, "final_review", world.rights(LAST))
    yield 25
    again = classified(world, 0, ABOVE, title="再次反映岗位津贴停发")
    words = "同一事实和理由已经复核终结，不再受理。"
    again = workflow.refuse_repeat(petition=again, earlier=petition, note=words, rights=world.rights(ABOVE))
    write_to(again, "repeat_refused", world.rights(ABOVE))


def with_the_final_reviewers(world: Any) -> Iterator[int]:
    """A hearing stops the clock of the final review."""
    petition = accepted(world, 1)
    yield 24
    petition = reply(world, petition)
    yield 10
    petition = workflow.ask_review(petition=petition, reason="停工期应按工伤处理，不是缺勤。")
    yield 18
    petition = _reviewed(world, petition, Stage.REVIEW, ABOVE)
    yield 8
    petition = workflow.ask_review(petition=petition, reason="复查没有采用工伤认定书。")
    yield 6
    petition = workflow.call_hearing(
        petition=petition,
        held_at=clock.now() + timedelta(days=9),
        place="集团三楼听证室",
        panel="工会、人力资源部、职工代表各一名",
        rights=world.rights(LAST),
    )
    write_to(petition, "hearing_notice", world.rights(LAST))


def with_the_reviewers(world: Any) -> Iterator[int]:
    petition = accepted(world, 2)
    yield 20
    petition = reply(world, petition)
    yield 16
    workflow.ask_review(petition=petition, reason="名单公示少了两天，排序依据没有公布。")


def reviewed(world: Any) -> Iterator[int]:
    petition = accepted(world, 3)
    yield 15
    petition = reply(world, petition)
    yield 9
    petition = workflow.ask_review(petition=petition, reason="标准不变的理由没有写明。")
    yield 14
    workflow.decide_review(petition=petition, reply=UPHELD, rights=world.rights(ABOVE))


def asked_too_late(world: Any) -> Iterator[int]:
    petition = accepted(world, 4)
    yield 18
    petition = reply(world, petition)
    yield 39
    workflow.ask_review(petition=petition, reason="出海两个月，回来才看到答复。")


def opinion_on_its_way(world: Any) -> Iterator[int]:
    petition = accepted(world, 0)
    yield 6
    petition = _log(world, petition, "当面核对了工资单，认可少计的班次。")
    yield 20
    workflow.issue_opinion(petition=petition, reply=SAID, unit=world.units[COMPANY], rights=world.rights(BELOW))


def settled(world: Any) -> Iterator[int]:
    petition = accepted(world, 1)
    yield 12
    agreed = Mediation(
        other_party="装卸一公司人力资源科",
        agreement="停工 26 天按工伤停工留薪期处理，已扣月奖退还。",
        performance="随下月工资一次发放，由人力资源科办理。",
        agreed_on=clock.today(),
    )
    workflow.mediate(petition=petition, mediation=agreed, rights=world.rights(BELOW))


def needs_more_time(world: Any) -> Iterator[int]:
    petition = accepted(world, 2)
    yield 45
    petition = workflow.ask_extension(
        petition=petition, days=20, reason="要核对两年的入住登记和工龄档案。", rights=world.rights(BELOW)
    )
    yield 2
    workflow.grant_extension(petition=petition, note="同意，抓紧。", rights=world.rights("leader"))


def asks_for_more_time(world: Any) -> Iterator[int]:
    petition = accepted(world, 3)
    yield 50
    workflow.ask_extension(
        petition=petition, days=30, reason="餐补标准要报职工代表大会审议。", rights=world.rights(BELOW)
    )


def objected(world: Any) -> Iterator[int]:
    petition = classified(world, 4, ABOVE)
    words = "你反映的事项由港城物流公司负责，已转送。"
    petition = workflow.refer(petition=petition, unit=world.units[OTHER], note=words, rights=world.rights(ABOVE))
    yield 3
    reason = "信访人 9 月已调回装卸一公司，工资关系不在我公司。"
    workflow.object_to_referral(petition=petition, reason=reason, rights=world.rights(LAST))


def one_of_many_withdraws(world: Any) -> Iterator[int]:
    petition = accepted(world, 4, people=5)
    yield 11
    workflow.withdraw(petition=petition, reason="我个人的已经补发。")


def taken_back(world: Any) -> Iterator[int]:
    petition = accepted(world, 3)
    yield 8
    workflow.withdraw(petition=petition, reason="车间已经当面解决，谢谢。")


def urgent(world: Any) -> Iterator[int]:
    petition = accepted(world, 0, title="门机制动间隙超标仍在作业")
    told = world.cast["leader"]
    words = "二号门机制动间隙超标，三个班反映过，仍在吊装。"
    petition = workflow.report_upward(petition=petition, told=told, words=words, rights=world.rights(BELOW))
    yield 4
    workflow.supervise(
        petition=petition,
        trigger=Trigger.EVASION,
        reason="报告后四天没有停机检查记录。",
        rights=world.rights(ABOVE),
    )


def simple(world: Any) -> Iterator[int]:
    petition = _bring(world, 3, title="更衣柜钥匙遗失要求补配")
    rights = world.rights(BELOW)
    petition = workflow.classify(petition=petition, kind=Kind.APPEAL, unit=petition.unit, is_simple=True, rights=rights)
    yield 1
    petition = workflow.accept(petition=petition, note="收到，按简易程序办理。", rights=rights)
    yield 3
    workflow.answer(petition=petition, text="钥匙已经配好，请到车间内勤处领取。", rights=rights)


#: How many days before the last day each begins.
STORIES: tuple[tuple[int, Story], ...] = (
    (150, to_the_end),
    (78, with_the_final_reviewers),
    (48, with_the_reviewers),
    (46, reviewed),
    (64, asked_too_late),
    (31, opinion_on_its_way),
    (17, settled),
    (54, needs_more_time),
    (56, asks_for_more_time),
    (9, objected),
    (20, one_of_many_withdraws),
    (30, taken_back),
    (7, urgent),
    (13, simple),
)
