"""The demo's part of a day in investigations; texts are fictional."""

import uuid
from datetime import timedelta
from typing import Any

from outreach.ledger.queries import similar_open
from outreach.ledger.states import Horizon, Topic
from surveys import workflow
from surveys.methods import Method
from surveys.models import Investigation, Outcome, RecordFinding
from surveys.permissions import RECORD

#: title, question, what people said, findings (what, detail, topic, place)
STORIES: list[tuple[str, str, str, list[tuple[str, str, str, str]]]] = [
    (
        "备件为什么总是等",
        "从报缺到装上要几天，卡在哪一环，哪些备件应当常备。",
        "“报了两回都说在走流程。”\n“同型号的轮子别的队有三个，我们不知道。”\n“夜班坏了只能停到天亮。”",
        [
            ("备件报缺到领用平均 23 天", "三个班组近半年的领料单逐张算过，最长 61 天", Topic.EQUIPMENT, "备件库"),
            ("各队备件互不知情，同型号重复采购", "行走轮三个队各存 3 个，另两个队在等", Topic.EQUIPMENT, "机械队"),
            ("夜班没有领料授权，故障停到天亮", "上季夜班停机 14 次，7 次在等领料", Topic.MARKET, "夜班值班室"),
        ],
    ),
    (
        "一线津贴口径为什么不一样",
        "同岗位在不同班组的津贴差多少，依据是什么，职工知不知道。",
        "“一样开门机，隔壁班每月多两百。”\n“没人给我们讲过文件。”",
        [
            ("技能等级津贴兑现口径各班组不一", "同为高级工，三个班组每月相差 120 到 260 元", Topic.PAY, "装卸班组"),
            ("带班津贴没有按新标准发", "新标准四月起执行，两个班组仍按旧标准", Topic.PAY, "调度室"),
        ],
    ),
    (
        "倒班职工吃饭和住宿",
        "夜班能不能吃上热饭，宿舍住得怎么样，最急的三件事是什么。",
        "“夜里只有泡面。”\n“宿舍四楼一下雨就漏。”\n“洗澡水十点就凉了。”",
        [
            ("夜班食堂零点以后没有热饭", "夜班 86 人，问了 31 人，27 人自带", Topic.LIVING, "二号食堂"),
            ("倒班宿舍四楼雨天漏水", "406、408 两间，墙皮脱落", Topic.LIVING, "倒班宿舍 4 楼"),
            ("末班通勤车比交班早 20 分钟", "交班晚的人要自己打车", Topic.COMMUTING, "南门站点"),
        ],
    ),
    (
        "新职工为什么留不住",
        "三年内离开的人为什么走，师带徒做得怎样。",
        "“师傅忙，没空教。”\n“考证的书要自己买。”",
        [
            ("师带徒只签协议没有计划", "抽查 12 对，9 对没有学习计划", Topic.TRAINING, "技能培训室"),
            ("叉车证复审要占轮休日", "复审班只在周末开", Topic.TRAINING, "培训中心"),
        ],
    ),
]
KINDS = ["班组长、一线司机", "劳务工、理货员", "维修工、仓管员", "入职三年内的职工"]
INVESTIGATORS = ["head", "leader", "cadre"]


def live_a_day(world: Any) -> None:
    """Begin an investigation when none runs, go down about once a week, decide what waited."""
    _decide_what_waited(world)
    running = list(Investigation.objects.running(world.today).order_by("pk"))
    if (len(running) < len(STORIES) - 1 and world.rng.random() < 0.05) or not running:
        running.append(_begin(world))
    if world.rng.random() < 0.2:
        _go_down(world, world.rng.choice(running))


def _begin(world: Any) -> Investigation:
    name = world.rng.choice(INVESTIGATORS)
    rights = world.rights(name)
    title, question, _said, _findings = STORIES[Investigation.objects.count() % len(STORIES)]
    draft = workflow.InvestigationDraft(
        title=title,
        question=question,
        lead_unit=rights.units[0],
        since=world.today,
        until=world.today + timedelta(days=75),
        leader=getattr(rights.user, "cadre", None),
    )
    return workflow.begin(draft=draft, token=_token(world), rights=rights)


def _go_down(world: Any, investigation: Investigation) -> None:
    rights = world.rights(investigation.author.username)
    story = next(one for one in STORIES if one[0] == investigation.title)
    method = world.rng.choice(Method.values)
    what, detail, topic, place = world.rng.choice(story[3])
    outcome = Outcome.TO_LEDGER if world.rng.random() < 0.7 else Outcome.INFORMATION_ONLY
    unit = world.rng.choice(list(rights.reach(RECORD).grassroots().order_by("path")))
    draft = workflow.RecordDraft(
        method=method,
        held_on=world.today,
        unit=unit,
        said=story[2],
        place=place,
        people_count=1 if method == Method.INTERVIEW else world.rng.randint(6, 18),
        people_kind=world.rng.choice(KINDS),
        is_unannounced=method in {Method.INSPECTION, Method.WALK_ROUND} and world.rng.random() < 0.5,
        findings=(workflow.FindingDraft(what, detail, topic, place, Horizon.TIME_BOUND, outcome),),
    )
    workflow.write_record(investigation=investigation, draft=draft, token=_token(world), rights=rights)


def _decide_what_waited(world: Any) -> None:
    """The same matter in the same unit is one item; elsewhere it is mostly a new one."""
    waiting = RecordFinding.objects.waiting().filter(record__held_on__lt=world.today - timedelta(days=1))
    for finding in waiting.select_related("record__recorder", "record__unit").order_by("pk"):
        rights = world.rights(finding.record.recorder.username)
        similar = similar_open(finding.what, unit=finding.record.unit, rights=rights)
        same = next((one.issue for one in similar if one.is_same_unit), None)
        if same is not None:
            workflow.join_to_issue(finding=finding, issue=same, rights=rights)
        elif world.rng.random() < 0.7:
            workflow.hand_to_ledger(finding=finding, rights=rights)
        else:
            workflow.keep_as_information(finding=finding, rights=rights)


def _token(world: Any) -> uuid.UUID:
    """A token from the demo's own chance, so that the same seed makes the same year."""
    return uuid.UUID(int=world.rng.getrandbits(128), version=4)
