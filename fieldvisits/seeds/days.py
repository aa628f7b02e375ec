"""The channel's part of a day in the demo: somebody goes down, sees things, writes them down."""

import random
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from fieldvisits.intake import FindingEntry, PhotoEntry, VisitEntry, log_visit
from fieldvisits.models import Meal, Outcome, VisitKind
from fieldvisits.seeds.minutes import seed_minutes
from fieldvisits.seeds.plans import PURPOSES, seed_plans
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.states import Stage, SupportKind, Topic

_A_DAY = 0.4
_SUMMARIES = ("", "", "班组气氛平稳，说得最多的是备件和夜班饭。", "现场整洁，交接班记录比上次完整，人手偏紧。")
# What was seen, topic, place; how and by whom it was solved on the spot, empty where it was only noted.
_SMALL = (
    ("机修间东墙插座松动，焊机一开就打火，报修 3 次没人来。", Topic.SAFETY, "机修间", "换了插座，试机正常", "值班电工"),
    ("夜班食堂后半夜只有面条，没有热菜。", Topic.LIVING, "二食堂", "当晚起加一个热菜，到半夜看过已供应", "食堂主任"),
    ("点检表一式三份，内容一样，班长每天抄一小时。", Topic.STYLE, "点检室", "取消两份，只留一份", "车间主任"),
    ("宿舍洗衣房漏水，走廊结冰，有人滑倒过。", Topic.LIVING, "3 号宿舍楼", "关阀换了接头，铺了防滑垫", "物业班"),
    ("连续四周周六加班，调休单没有人签。", Topic.SHIFTS, "调度室", "补签 9 张调休单", "当班队长"),
    ("5 号堆场灯塔坏了两盏灯，夜间装车看不清。", Topic.SAFETY, "5 号堆场", "换了两盏灯，夜里照度够了", "水电班"),
    ("老客户说理货单据要跑三个窗口。", Topic.MARKET, "业务大厅", "", ""),
    ("职工说新考核办法看不太懂，希望有人来讲一讲。", Topic.OTHER, "", "", ""),
)

#: Support asked for on the spot, of the four kinds: what, and who promised it; marketing where it is about the market.
_SUPPORT = (
    (SupportKind.PROJECT, "列入明年技改项目，先做方案", "工程设备部部长"),
    (SupportKind.FUNDING, "从维修费里先安排 12 万元", "财务部部长"),
    (SupportKind.FUNDING, "添置工具柜和防滑垫的钱", ""),
    (SupportKind.INFORMATION, "每周把船期预报发到班组", "生产调度中心主任"),
)
_MARKETING = (SupportKind.MARKETING, "陪业务员走访一次大客户", "分管副总经理")
_ASKED = 0.45

#: Visits that were not conducted as the rules say: one in so many, most with a reason.
_SLIP_ONE_IN = 7
_SLIPS: tuple[dict[str, Any], ...] = (
    {
        "meal": Meal.WORKING,
        "meal_visitors": 3,
        "meal_companions": 5,
        "is_meal_paid": True,
        "letter_number": "东港函〔2026〕31号",
        "conduct_reason": "两个班组的班长下班正好在食堂，一起坐下说了情况。",
    },
    {"has_welcome": True, "conduct_reason": "横幅是安全月活动留下的，已经请他们收走。"},
    {"companions_above": 1, "companions_level": 2, "companions_local": 3},
    {"meal": Meal.OWN, "meal_visitors": 2, "is_meal_paid": False, "conduct_reason": "食堂收款机坏了，第二天补交。"},
)


def seed(world: Any) -> None:
    """Plans, on two workdays in five a visit, and the minutes of the day before."""
    seed_plans(world)
    if world.rng.random() < _A_DAY:
        _visit(world)
    seed_minutes(world)


def _visit(world: Any) -> None:
    """A leader with the office's pen at a contact point, or the workshop's own cadre at home."""
    points = list(ContactPoint.objects.active(world.today).select_related("unit", "leader__user").order_by("pk"))
    who = world.rng.choices(("leader", "ledger", "cadre"), weights=(1, 6, 2))[0]
    own = [point for point in points if who == "ledger" or point.leader.user == world.cast[who]]
    if own and world.rng.random() < 0.7:
        point = world.rng.choice(own)
        entry = _entry(world, point.unit, point.leader if who == "leader" or world.rng.random() < 0.5 else None)
    else:
        unit = world.rights(who).units[0] if who == "cadre" else world.pick_branch()
        entry = _entry(world, unit, None)
    log_visit(entry=_with_slip(entry), rights=world.rights(who))


def _with_slip(entry: VisitEntry) -> VisitEntry:
    """The entry as it was, or with one of the slips, told by the mark of the entry itself."""
    turn, number = divmod(entry.client_uuid.int >> 8, _SLIP_ONE_IN)
    return replace(entry, **_SLIPS[turn % len(_SLIPS)]) if number == 0 else entry


def _entry(world: Any, unit: Any, leader: Any) -> VisitEntry:
    rng = world.rng
    eats = rng.random() < 0.3
    small = rng.sample(_SMALL, rng.choice((0, 1, 1, 2)))
    return VisitEntry(
        client_uuid=UUID(int=rng.getrandbits(128), version=4),
        unit=unit,
        visited_on=world.today,
        started_at=time(rng.randint(8, 16), rng.choice((0, 30))),
        kind=rng.choice(VisitKind.values),
        leader=leader,
        companions_level=rng.randint(0, 2),
        companions_local=rng.randint(0, 2),
        people_met=rng.randint(2, 14),
        is_unannounced=rng.random() < 0.5,
        is_problem_rich=True,
        purpose=rng.choice(PURPOSES),
        summary=rng.choice(_SUMMARIES),
        vehicles=1,
        meal=Meal.OWN if eats else Meal.NONE,
        meal_visitors=2 if eats else 0,
        is_meal_paid=eats,
        findings=(
            *(_for_the_ledger(world) for _n in range(rng.choice((0, 1, 1)))),
            *(_solved(world, one) for one in small),
        ),
    )


def _for_the_ledger(world: Any) -> FindingEntry:
    found = world.pick_finding()
    return FindingEntry(
        what=f"{found.title}。{found.description}",
        outcome=Outcome.TO_LEDGER,
        place=found.place,
        topic=found.topic,
        is_major=found.is_major,
        photos=(PhotoEntry(world.picture(found.place or "现场")),) if world.rng.random() < 0.6 else (),
        **_support(world, found.topic),
    )


def _support(world: Any, topic: str) -> dict[str, Any]:
    """Support asked for on the spot, now and then; with a dice of its own, so that the rest of the demo stays."""
    dice = random.Random(f"support {world.today}")  # noqa: S311 - a demo, not a secret
    if dice.random() > _ASKED:
        return {}
    kind, text, who = _MARKETING if topic == Topic.MARKET else dice.choice(_SUPPORT)
    by = world.today + timedelta(days=dice.choice((14, 21, 45)))
    return {"support_kind": kind, "support_text": text, "support_from": who, "support_by": by}


def _solved(world: Any, small: tuple[str, str, str, str, str]) -> FindingEntry:
    what, topic, place, solution, solved_by = small
    has_photo = solution and world.rng.random() < 0.3
    return FindingEntry(
        what=what,
        outcome=Outcome.SOLVED_ON_SPOT if solution else Outcome.INFORMATION_ONLY,
        place=place,
        topic=topic,
        solution=solution,
        solved_by=solved_by,
        photos=(PhotoEntry(world.picture(place, is_after=True), Stage.AFTER),) if has_photo else (),
    )
