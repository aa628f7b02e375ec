"""Contact points of the demo: eight units with trouble, and why each was chosen."""

from typing import Any

from outreach.contactpoints.models import ContactPoint, Criterion
from outreach.contactpoints.workflow import Choice, open_point
from outreach.org.models import Cadre, OrgUnit

_POINTS = 8
#: How many of them the demo's own leader answers for.
_OF_THE_LEADER = 2
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
        open_point(choice=_choice(world, unit, leader), rights=world.rights("ledger"))


def _choice(world: Any, unit: OrgUnit, leader: Cadre) -> Choice:
    scores = {
        criterion.value: (world.rng.randint(2, 5), world.rng.choice(reasons)) for criterion, reasons in _REASONS.items()
    }
    return Choice(
        unit=unit, leader=leader, liaison=world.cast["ledger"], since=world.today, visit_quota=1, scores=scores
    )
