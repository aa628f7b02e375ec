"""A quota is between the office and the leader it binds."""

import pytest

from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.org.testing import Cast


@pytest.mark.parametrize(
    ("name", "sees"),
    [("ledger", True), ("petition", True), ("leader", True), ("cadre", False), ("head", False), ("outsider", False)],
)
def test_list_and_single_point_agree_on_who_sees_the_quota(cast: Cast, name: str, sees: bool) -> None:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    rights = cast.rights(name)
    assert point.shows_quota_to(rights) is sees
    assert ContactPoint.objects.with_quota_for(rights).filter(pk=point.pk).exists() is sees


def test_an_ended_period_is_not_active(cast: Cast) -> None:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    assert ContactPoint.objects.active().count() == 1
    assert ContactPoint.objects.active(point.since.replace(year=point.since.year - 1)).count() == 0
