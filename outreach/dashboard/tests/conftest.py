"""Every test of figures counts on the same day."""

from collections.abc import Iterator

import pytest

from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.tests.rows import NOW
from outreach.org.testing import Cast


@pytest.fixture
def on_the_day(cast: Cast) -> Iterator[Cast]:
    """The cast on Wednesday, 2026-11-25."""
    with clock.travel_to(NOW):
        yield cast


@pytest.fixture
def points(on_the_day: Cast) -> list[ContactPoint]:
    """The workshop and the other subsidiary, both of the one leader; the cadre arranges for the workshop."""
    leader = on_the_day.leader.cadre
    quay = ContactPointFactory.create(unit=on_the_day.quay, leader=leader, liaison=on_the_day.cadre)
    return [quay, ContactPointFactory.create(unit=on_the_day.west, leader=leader, visit_quota=2)]
