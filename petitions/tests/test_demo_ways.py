"""The demo shows every way in, a group, and one call that has not been read back."""

import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from outreach.common import clock
from outreach.org.testing import Cast
from petitions.identities import contact_of
from petitions.models import Petition, WayIn
from petitions.seeds import ways
from petitions.states import Arrival

pytestmark = pytest.mark.django_db


def test_each_comes_once_by_its_own_way(cast: Cast) -> None:
    world = SimpleNamespace(rng=random.Random(1), rights=cast.rights, pick_branch=lambda: cast.quay)  # noqa: S311 - seeded
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(200)):
        with clock.travel_to(clock.start_of(day) + timedelta(hours=10)):
            world.today = day
            ways.live_a_day(world)
    came = WayIn.objects.select_related("petition")
    assert {way.petition.arrival for way in came} == set(Arrival.values) - {Arrival.WEB}
    assert Petition.objects.count() == 7
    assert [way.petition.arrival for way in came if way.waits_for_reading] == [Arrival.CALL]
    group = Petition.objects.get(people_count=26)
    assert len(contact_of(group).others) == 5
    assert came.get(petition__arrival=Arrival.TRANSFERRED).sent_from
