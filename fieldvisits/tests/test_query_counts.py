"""Pages cost the same for one row and for many."""

from typing import Any

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitFindingFactory, log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW
from outreach.contactpoints.factories import ContactPointFactory
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_list_visit_and_plan_stay_within_twelve_statements(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for n in range(10):
        unit = OrgUnit.objects.create(name=f"车间{n}", parent=cast.east)
        point = ContactPointFactory(unit=unit, leader=cast.leader.cadre)
        visit = VisitFactory(unit=unit, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
        VisitFindingFactory.create_batch(2, visit=visit)
    client.force_login(cast.ledger)
    client.post(NEW, log_data(cast.quay, HANDED, {**HANDED, "what": "班车早班 6:40 发车，外堆场的人赶不上"}))
    newest = Visit.objects.first()
    assert newest is not None
    client.get("/fieldvisits/")
    for url in ("/fieldvisits/", newest.get_absolute_url(), "/fieldvisits/plan/", NEW):
        with django_assert_max_num_queries(12):
            client.get(url)
