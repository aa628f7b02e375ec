"""The channel's part of a day in the demo: somebody goes down, sees things, writes them down."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from fieldvisits.intake import FindingEntry, VisitEntry, log_visit
from fieldvisits.models import Meal, Outcome, VisitKind
from fieldvisits.pictures import draw_picture
from fieldvisits.quarters import Quarter
from fieldvisits.workflow import plan_visit
from outreach.attachments.pipeline import store
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.states import Horizon, Topic

_A_DAY = 0.26
_PURPOSES = ("看夜班和交接班", "上次答应的事办得怎样", "设备检修前到现场看一看", "听班组长说困难", "高温期看防暑", "")
# What was seen, topic, place, and how it was solved when it was solved on the spot.
_SEEN = (
    ("更衣柜不足，43 人共用 28 个，夜班的人把衣服挂在配电箱旁边", Topic.LIVING, "更衣室", ""),
    ("机修间东墙插座松动，焊机一开就打火，报修 3 次没人来", Topic.SAFETY, "机修间", "电工当场换了插座，试机正常"),
    ("3 号门机起升钢丝绳断丝超限，备件迟迟未到", Topic.EQUIPMENT, "3 号门机", ""),
    ("夜班食堂只有面条，后半夜没有热菜", Topic.LIVING, "二食堂", "食堂主任答应当晚起加一个热菜，当晚已供应"),
    ("堆场 5 号灯塔坏了两盏灯，夜间装车看不清", Topic.SAFETY, "5 号堆场", ""),
    ("班车早班 6:40 发车，外堆场的人赶不上", Topic.COMMUTING, "北门站台", ""),
    ("点检表一式三份，内容一样，班长每天抄一小时", Topic.STYLE, "点检室", "车间主任当场取消两份，只留一份"),
    ("技能等级津贴各班组口径不一，同级差 180 元", Topic.PAY, "", ""),
    ("宿舍 3 楼洗衣房漏水，走廊结冰滑倒过人", Topic.LIVING, "3 号宿舍楼", "物业当场关阀并铺了防滑垫"),
    ("岸桥司机室空调坏了一台，室内 38 度", Topic.EQUIPMENT, "2 号岸桥", ""),
    ("新进厂的 6 名外委工没有做过三级安全教育", Topic.TRAINING, "外委班", ""),
    ("备件库账实不符 17 项，急用时找不到", Topic.EQUIPMENT, "备件库", ""),
    ("连续四周周六加班，调休单没有人签", Topic.SHIFTS, "调度室", "队长当场补签 9 张调休单"),
    ("老客户说理货单据要跑三个窗口，想去隔壁港", Topic.MARKET, "业务大厅", ""),
    ("职工说对新考核办法不太清楚，希望有人来讲", Topic.OTHER, "", ""),
)


def seed(world: Any) -> None:
    """Plans at the start of a quarter, and on about one workday in four a visit."""
    quarter = Quarter.of(world.today)
    if (world.today - quarter.first).days < 1 or not _has_points(world):
        _plan(world, quarter)
    if world.rng.random() < _A_DAY:
        _visit(world)


def _has_points(world: Any) -> bool:
    """Whether this quarter's plans were made already."""
    first = Quarter.of(world.today).first
    return bool(ContactPoint.objects.filter(visit_plans__planned_on__gte=first).exists())


def _plan(world: Any, quarter: Quarter) -> None:
    days = (quarter.last - world.today).days
    for point in ContactPoint.objects.active(world.today).select_related("unit", "leader").order_by("pk"):
        day = world.today + timedelta(days=world.rng.randint(0, max(0, days)))
        try:
            plan_visit(
                point=point, planned_on=_weekday(day), note=world.rng.choice(_PURPOSES), rights=world.rights("ledger")
            )
        except RefusedStepError:
            continue  # the period of the point ends before that day


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4)) if day.weekday() > 4 and day.day > 2 else day


def _visit(world: Any) -> None:
    rng = world.rng
    points = list(ContactPoint.objects.active(world.today).select_related("unit", "leader").order_by("pk"))
    point = rng.choice(points) if points else None
    who = rng.choice(("leader", "ledger", "cadre"))
    own_unit = world.rights(who).units[0]
    unit = own_unit if who == "cadre" or point is None else point.unit
    log_visit(entry=_entry(world, unit, point.leader if point and who != "cadre" else None), rights=world.rights(who))


def _entry(world: Any, unit: Any, leader: Any) -> VisitEntry:
    rng = world.rng
    eats = rng.random() < 0.3
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
        purpose=rng.choice(_PURPOSES),
        vehicles=1,
        meal=Meal.OWN if eats else Meal.NONE,
        meal_visitors=2 if eats else 0,
        is_meal_paid=eats,
        findings=tuple(_finding(world, seen) for seen in rng.sample(_SEEN, rng.choice((1, 1, 2, 2, 3)))),
    )


def _finding(world: Any, seen: tuple[str, str, str, str]) -> FindingEntry:
    what, topic, place, solution = seen
    outcome = Outcome.SOLVED_ON_SPOT if solution else world.rng.choice((Outcome.TO_LEDGER, Outcome.INFORMATION_ONLY))
    has_photo = world.rng.random() < 0.4
    return FindingEntry(
        what=f"{what}。",
        outcome=outcome,
        place=place,
        topic=topic,
        horizon=Horizon.TIME_BOUND,
        solution=solution,
        solved_by="现场班组" if solution else "",
        photos=(store(draw_picture(world.rng)),) if has_photo else (),
    )
