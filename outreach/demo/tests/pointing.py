"""What the addresses of contact points lead to, in East and in West."""

from outreach.common import clock
from outreach.contactpoints.factories import a_condition
from outreach.contactpoints.models import Conclusion, ContactPoint, Criterion
from outreach.contactpoints.workflow import Choice, Findings, assess_unit, open_point, review_period, set_weights
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast


def points_and_conditions(cast: Cast, points: dict[str, int]) -> dict[str, dict[str, int]]:
    """Door → what stands behind it, in words → its key; ``points`` are one of each side."""
    for unit, writer in ((cast.quay, cast.cadre), (cast.west, cast.ledger)):
        a_condition(unit, writer)
        assess_unit(unit=unit, scores={"growth": (4, "三年没有新增客户")}, rights=cast.rights("ledger"))
    set_weights(weights={"open": 20}, basis="本系统的约定", rights=cast.rights("ledger"))
    units = {"of East": cast.quay.pk, "of West": cast.west.pk}
    return {
        "/contactpoints/{pk}/": points,
        "/contactpoints/{pk}/edit/": points,
        "/contactpoints/{pk}/brief/": points,
        "/contactpoints/{pk}/brief.pdf": points,
        "/contactpoints/{pk}/review/": points,
        "/contactpoints/units/{pk}/": units,
        "/contactpoints/units/{pk}/edit/": units,
        "/contactpoints/units/{pk}/assess/": units,
        "/contactpoints/units/{pk}/values/": units,
    }


def a_reviewed_point(unit: OrgUnit, cast: Cast) -> ContactPoint:
    """A point whose period came to an end, with scores and figures then and now."""
    scores = {criterion.value: (4, "点检记录不全") for criterion in Criterion}
    choice = Choice(unit=unit, leader=cast.leader.cadre, since=clock.today(), scores=scores)
    point = open_point(choice=choice, rights=cast.rights("ledger"))
    better = {criterion.value: (2, "记录齐了") for criterion in Criterion}
    review_period(
        point=point, findings=Findings(better, "备件仓建起来了", Conclusion.CONTINUE), rights=cast.rights("ledger")
    )
    return point
