"""Contact points of the demo: eight units with trouble, and why each was chosen."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from outreach.contactpoints.models import (
    Aspect,
    Conclusion,
    ContactPoint,
    Criterion,
    Indicator,
    IndicatorValue,
    PointReview,
)
from outreach.contactpoints.workflow import (
    Choice,
    Findings,
    Words,
    answer_review,
    describe_unit,
    hand_over_point,
    open_point,
    review_period,
    write_value,
)
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights

_POINTS = 8
#: How many of them the demo's own leader answers for.
_OF_THE_LEADER = 2
#: Those set up for a good year: one is reviewed and goes on, one waits for its review.
_ENDING = (1, 2)
_PERIOD = timedelta(days=380)
#: The one that changes hands after half a year.
_HANDED_OVER = 3
_REASONS = {
    Criterion.OPERATIONS: ("维修费两年涨 31%，外委占 42%", "作业量同比降 14%，单箱成本升", "应收款超 90 天的占三成"),
    Criterion.GROWTH: ("与集团平均持平", "三年没有新增客户", "设备平均役龄 17 年，改造滞后"),
    Criterion.FOUNDATIONS: ("点检记录不全，备件账实不符 17 项", "班组台账三处缺页", "交接班只有口头记录"),
    Criterion.PROBLEMS: ("上年入账 52 条，居基层单位前列", "食堂、宿舍问题反复出现", "上年超期事项 6 条"),
    Criterion.UNREST: ("津贴口径争议 1 起，已调解", "劳务转签引起议论", "去年集体来访 1 批 7 人"),
}


def seed(world: Any) -> None:
    """Open the points once; the demo's own leader gets the first two, other leaders share the rest."""
    if ContactPoint.objects.exists():
        return
    own = Cadre.objects.get(user=world.cast["leader"])
    others = list(Cadre.objects.filter(unit=own.unit).exclude(pk=own.pk).order_by("pk"))
    near = world.rights("cadre").units[0]
    # Every second one: trouble is not all in one subsidiary.
    units = [near, *OrgUnit.objects.grassroots().exclude(pk=near.pk).order_by("path")[::2]]
    wanted = units[: _POINTS if others else _OF_THE_LEADER]
    for place, unit in enumerate(wanted):
        leader = own if place < _OF_THE_LEADER else others[place % len(others)]
        until = world.today + _PERIOD if place in _ENDING else None
        open_point(choice=_choice(world, unit, leader, until), rights=world.rights("ledger"))


def _choice(world: Any, unit: OrgUnit, leader: Cadre, until: date | None) -> Choice:
    scores = {
        criterion.value: (world.rng.randint(2, 5), world.rng.choice(reasons)) for criterion, reasons in _REASONS.items()
    }
    return Choice(
        unit=unit,
        leader=leader,
        liaison=world.cast["ledger"],
        since=world.today,
        until=until,
        visit_quota=1,
        scores=scores,
    )


#: Where an indicator begins two years ago, what it gains a month, and how far it sways; by aspect.
_COURSES = {
    Aspect.PEOPLE: (96, -0.4, 3),
    Aspect.OUTPUT: (31, -0.15, 4),
    Aspect.COSTS: (18, 0.12, 1),
    Aspect.SAFETY: (3, -0.06, 2),
    Aspect.MOOD: (3, 0.03, 0.6),
}
_SOURCES = {
    Aspect.PEOPLE: "人力资源月报",
    Aspect.OUTPUT: "生产月报",
    Aspect.COSTS: "财务月报",
    Aspect.SAFETY: "安全月报",
    Aspect.MOOD: "班组长谈话",
}
_CONDITIONS = (
    Words(
        hard_problems="门机平均役龄 17 年，大修排到明年；备件报缺到领用平均 23 天。",
        mood="对夜班津贴口径有议论，近两个月没有集体反映。",
        key_posts="电气班长缺 1 人，起重机械检验员缺 2 人。",
        asked_for="提前批一台备用液压泵；派工程设备部来定一次大修范围。",
    ),
    Words(
        hard_problems="旺季车辆不够，外租占四成；西门排队时司机要等两个小时。",
        mood="司机对等时补贴意见大，已答复过一次。",
        key_posts="调度长由副职兼任，夜班调度缺 1 人。",
        asked_for="请集团出面和闸口服务部定一个放行时间。",
    ),
    Words(
        hard_problems="宿舍热水夏天不够，水管 20 年没换；维修费当年已用完。",
        mood="总体稳定，食堂口味提得多。",
        key_posts="水暖工缺 1 人，外聘。",
        asked_for="明年预算里单列水管更换。",
    ),
)
_BETTER = "对照年初有改进，台账和现场都看得到"
_CHANGED = "备件报缺到领用从平均 23 天降到 9 天，点检记录补齐；门机大修还没有排定，津贴口径还有人议论。"
_YEARS_BACK = 1
_WRITTEN_ON = 6  # the first workday from the sixth on: the monthly reports are there by then


def live_a_day(world: Any) -> None:
    """What happens at contact points on a day."""
    live_through_periods(world)
    write_conditions(world)


def write_conditions(world: Any) -> None:
    """Once a month every contact point writes down its numbers, once a year its condition anew."""
    ended = _month_end(world.today, 1)
    if world.today.day < _WRITTEN_ON or IndicatorValue.objects.filter(as_of=ended).exists():
        return
    is_first = not IndicatorValue.objects.exists()
    ends = [_month_end(world.today, back) for back in range(12 * _YEARS_BACK if is_first else 1, 0, -1)]
    rights = world.rights("ledger")
    for place, point in enumerate(ContactPoint.objects.active(world.today).select_related("unit").order_by("pk")):
        for as_of in ends:
            _write_month(point.unit, as_of, world)
        if is_first:
            words = _CONDITIONS[place % len(_CONDITIONS)]
            describe_unit(unit=point.unit, words=words, based_on=None, rights=rights)


def live_through_periods(world: Any) -> None:
    """One point changes hands in the middle of the year, one is reviewed before its period ends."""
    points = list(ContactPoint.objects.select_related("leader__user", "unit").order_by("pk")[: _HANDED_OVER + 1])
    if len(points) <= _HANDED_OVER:
        return
    handed, ending = points[_HANDED_OVER], points[_ENDING[0]]
    rights, begun = world.rights("ledger"), points[0].since
    if world.today >= begun + _PERIOD / 2 and handed.tenures.count() == 1:
        others = Cadre.objects.filter(unit=handed.leader.unit).exclude(pk=handed.leader_id).order_by("-pk")
        hand_over_point(point=handed, leader=others[0], rights=rights, why="分工调整，设备更新改由他分管")
    if world.today >= begun + _PERIOD - timedelta(days=20) and not PointReview.objects.exists():
        scores = {one.criterion: (max(1, one.score - 1), _BETTER) for one in ending.scores.all()}
        review_period(point=ending, findings=Findings(scores, _CHANGED, Conclusion.CONTINUE), rights=rights)
        leader = Rights.of(ending.leader.user)
        answer_review(point=ending, words="去了四次，备件的事有头绪了，大修还要盯，建议再联系一年。", rights=leader)


def _write_month(unit: OrgUnit, as_of: date, world: Any) -> None:
    """The same numbers whenever they are written: each unit sways by a course of its own."""
    month = as_of.year * 12 + as_of.month
    gone = month - (world.last.year * 12 + world.last.month) + 24
    for indicator in Indicator.objects.filter(is_active=True, aspect__in=_COURSES):
        start, gain, sway = _COURSES[Aspect(indicator.aspect)]
        chance = Random(f"{unit.name} {indicator.aspect} {month}")
        value = max(0.0, start + gain * gone + chance.uniform(-sway, sway))
        is_whole = indicator.aspect in {Aspect.PEOPLE, Aspect.SAFETY}
        write_value(
            unit=unit,
            indicator=indicator,
            as_of=as_of,
            value=Decimal(round(value)) if is_whole else Decimal(f"{value:.1f}"),
            source=_SOURCES[Aspect(indicator.aspect)],
            rights=world.rights("ledger"),
        )


def _month_end(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
