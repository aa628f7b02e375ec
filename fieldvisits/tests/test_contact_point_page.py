"""What the ledger and the channel hand over to the page of a contact point."""

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW, SOLVED
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import panels
from outreach.ledger.models import Issue
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(client: Client, cast: Cast) -> ContactPoint:
    """A point whose leader was there and handed one finding to the ledger."""
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    client.force_login(cast.leader)
    client.post(NEW, log_data(cast.quay, HANDED, SOLVED, leader=cast.leader.cadre.pk))
    return point


def test_the_leader_reads_items_visits_and_quota_in_one_place(client: Client, cast: Cast, point: ContactPoint) -> None:
    page = client.get(point.get_absolute_url()).content.decode()
    assert Issue.objects.get().number in page
    assert Visit.objects.get().get_absolute_url() in page
    assert "发现 2 件：当场解决 1，交台账 1" in page
    assert "应到的都到了" in page
    assert f'/fieldvisits/new/?unit={cast.quay.pk}"' in page


def test_the_unit_sees_the_visits_but_not_the_quota(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.cadre)
    page = client.get(point.get_absolute_url()).content.decode()
    assert "发现 2 件" in page
    assert "本季领导到场" not in page
    assert "安排走访" not in page


def test_every_figure_opens_rows_and_its_number_is_theirs(client: Client, cast: Cast, point: ContactPoint) -> None:
    figures = [figure for panel in panels.of(point, cast.rights("leader")) for figure in panel.figures]
    assert {str(figure.label): figure.n for figure in figures} == {"在办": 1, "逾期": 0, "快到期": 0, "本季领导到场": 1}
    for figure in figures:
        assert client.get(figure.url).status_code == 200
    held = client.get(figures[-1].url).context["page"].rows
    assert [visit.pk for visit in held] == [Visit.objects.get().pk]
