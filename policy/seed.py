"""The demo's part of a day in policy promotion; documents and texts are fictional."""

import uuid
from datetime import timedelta
from typing import Any

from outreach.ledger.queries import similar_open
from outreach.ledger.states import Topic
from policy import workflow
from policy.models import Audience, PolicyDocument, PolicySession, QuestionOutcome, SessionQuestion
from policy.permissions import RECORD

#: title, issuer, number with the year of its issue, summary, text, audience, public?
DOCUMENTS: list[tuple[str, str, str, str, str, str, bool]] = [
    (
        "一线岗位津贴发放办法",
        "人力资源部",
        "东港人〔{year}〕12 号",
        "夜班、高温、技能等级、带班四项津贴的标准、核算日期和查询办法。",
        (
            "一、夜班津贴按班次核算，次月 10 日前随工资发放。\n\n二、技能等级津贴按证书等级执行，"
            "从取证次月起算，各班组不得另定口径。\n\n三、对津贴有疑问，可向本单位劳资员查询，五个工作日内答复。"
        ),
        Audience.EVERYBODY,
        True,
    ),
    (
        "劳动防护用品配备标准",
        "安全环保部",
        "东港安〔{year}〕5 号",
        "每个岗位配什么、多久换一次、坏了找谁换。",
        "一、安全帽三十个月更换一次，防砸鞋十二个月更换一次。\n\n二、提前损坏的，凭旧换新，当班可领。",
        Audience.FRONT_LINE,
        True,
    ),
    (
        "职工带薪年休假规定",
        "人力资源部",
        "东港人〔{year}〕31 号",
        "年休假天数怎么算，怎么申请，没休的怎么补。",
        (
            "一、累计工作满一年不满十年的，年休假五天；满十年不满二十年的十天；满二十年的十五天。\n\n"
            "二、倒班岗位的年休假由班组排入季度计划。"
        ),
        Audience.EVERYBODY,
        True,
    ),
    (
        "基层减负若干措施",
        "集团办公室",
        "东港办〔{year}〕3 号",
        "同一材料不得重复要，调研检查统筹安排，不搞层层陪同。",
        "一、能从系统取得的数据不再要求基层填报。\n\n二、同一周内不安排多个工作组到同一单位。",
        Audience.CADRES,
        False,
    ),
    (
        "深入贯彻中央八项规定精神学习教育安排",
        "党群工作部",
        "东港党〔{year}〕8 号",
        "学什么、查什么、改什么，和四下基层怎样结合。",
        "一、支部每月学习一次，结合身边事。\n\n二、领导干部到联系点开展宣讲，听取意见。",
        Audience.PARTY_MEMBERS,
        False,
    ),
]
QUESTIONS: list[tuple[str, str, str]] = [
    ("夜班津贴为什么比隔壁公司少二十元", "各公司标准不同，已请人力资源部核对", Topic.PAY),
    ("劳务工能不能领技能等级津贴", "", Topic.PAY),
    ("防砸鞋不到一年就坏了能不能换", "可以，凭旧换新，当班可领", Topic.SAFETY),
    ("年休假排不开能不能跨年休", "经单位同意可以跨一个年度", Topic.SHIFTS),
    ("高温天午休场所没有空调", "", Topic.LIVING),
    ("转岗以后工龄津贴怎么算", "", Topic.CONTRACTS),
    ("班车改线没有征求倒班职工意见", "", Topic.COMMUTING),
]
SPEAKERS = ["head", "leader", "cadre"]


def live_a_day(world: Any) -> None:
    """Fill the library on the first day, hold a session about every other week, answer what waited."""
    if not PolicyDocument.objects.exists():
        for place, row in enumerate(DOCUMENTS):
            _publish(world, row, days_ago=10 + 40 * place)
    _answer_what_waited(world)
    if world.rng.random() < 0.12:
        _hold(world)


def _publish(world: Any, row: tuple[str, str, str, str, str, str, bool], *, days_ago: int) -> None:
    title, issuer, number, summary, text, audience, is_public = row
    issued_on = world.today - timedelta(days=days_ago)
    draft = workflow.DocumentDraft(
        title=title,
        issuer=issuer,
        number=number.format(year=issued_on.year),
        issued_on=issued_on,
        summary=summary,
        text=text,
        audience=audience,
        is_public=is_public,
    )
    workflow.publish(draft=draft, token=_token(world), rights=world.rights("ledger"))


def _hold(world: Any) -> PolicySession:
    name = world.rng.choice(SPEAKERS)
    rights = world.rights(name)
    document = world.rng.choice(list(PolicyDocument.objects.order_by("pk")))
    question, answer, topic = world.rng.choice(QUESTIONS)
    outcome = QuestionOutcome.ANSWERED if answer else QuestionOutcome.TO_LEDGER
    draft = workflow.SessionDraft(
        theme=f"讲清楚《{document.title}》",
        held_on=world.today,
        unit=world.rng.choice(list(rights.reach(RECORD).grassroots().order_by("path"))),
        speaker=str(rights.user),
        attendance=world.rng.randint(12, 46),
        place="班组学习室",
        study_theme="深入贯彻中央八项规定精神学习教育" if document.audience == Audience.PARTY_MEMBERS else "",
        notes="班前会讲二十分钟，留十分钟提问，发了口袋卡。",
        documents=(document,),
        questions=(workflow.QuestionDraft(question, answer, topic, outcome),),
    )
    return workflow.write_session(draft=draft, token=_token(world), rights=rights)


def _answer_what_waited(world: Any) -> None:
    """A question the ledger knows from this unit gets its answer there; elsewhere it is a new item."""
    waiting = SessionQuestion.objects.waiting().filter(session__held_on__lt=world.today - timedelta(days=1))
    for question in waiting.select_related("session__recorder", "session__unit").order_by("pk"):
        rights = world.rights(question.session.recorder.username)
        similar = similar_open(question.question, unit=question.session.unit, rights=rights)
        if any(one.is_same_unit for one in similar):
            workflow.answer(question=question, answer="同一件事台账已在办，办完一并告知。", rights=rights)
        else:
            workflow.hand_to_ledger(question=question, rights=rights)


def _token(world: Any) -> uuid.UUID:
    """A token from the demo's own chance, so that the same seed makes the same year."""
    return uuid.UUID(int=world.rng.getrandbits(128), version=4)
