"""Who sees visits, who writes them, and what is told of an item one may not see."""

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, log_data
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import HANDED, NEW
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger.models import Issue
from outreach.org.models import Cadre
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 200) for name in ("cadre", "head", "ledger", "leader", "discipline")),
        *((name, 404) for name in ("outsider", "nobody", "auditor")),
    ],
)
def test_the_visit_is_seen_by_the_unit_and_the_offices(client: Client, cast: Cast, name: str, status: int) -> None:
    visit: Visit = VisitFactory(unit=cast.quay, author=cast.ledger)
    client.force_login(cast.people[name])
    assert client.get(visit.get_absolute_url()).status_code == status
    assert Visit.objects.visible_to(cast.rights(name)).filter(pk=visit.pk).exists() == (status == 200)


def test_the_leader_of_the_point_sees_its_visits_wherever_posted(client: Client, cast: Cast) -> None:
    leader = Cadre.objects.create(user=cast.nobody, unit=cast.west, title="经理")
    point = ContactPointFactory(unit=cast.quay, leader=leader)
    visit: Visit = VisitFactory(unit=cast.quay, author=cast.ledger, contact_point=point)
    client.force_login(cast.nobody)
    assert client.get(visit.get_absolute_url()).status_code == 200


def test_a_unit_out_of_reach_cannot_be_chosen(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    page = client.post(NEW, log_data(cast.west, HANDED)).content.decode()
    assert "这个单位不在您的范围内" in page
    assert not Issue.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "auditor", "discipline"])
def test_who_does_not_go_down_cannot_log(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, log_data(cast.quay)).status_code == 403


@pytest.mark.parametrize(
    "url", ["/fieldvisits/", NEW, "/fieldvisits/plan/", "/fieldvisits/similar/", "/fieldvisits/1/"]
)
def test_nobody_unknown_gets_in(client: Client, cast: Cast, url: str) -> None:
    assert client.get(url).status_code == 302


def test_who_may_not_see_the_item_reads_only_that_there_is_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED))
    client.force_login(cast.discipline)
    page = client.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert Issue.objects.get().number not in page
    assert "已交台账办理" in page


def test_the_list_filters_and_pages(client: Client, cast: Cast) -> None:
    for n in range(55):
        VisitFactory(unit=cast.quay, author=cast.cadre, purpose=f"第{n}次", is_unannounced=n == 3)
    VisitFactory(unit=cast.west, author=cast.outsider)
    client.force_login(cast.cadre)
    first = client.get("/fieldvisits/")
    assert len(first.context["page"].rows) == 50
    second = client.get("/fieldvisits/", {"after": first.context["page"].after})
    assert len(second.context["page"].rows) == 5
    assert {row.pk for row in first.context["page"].rows}.isdisjoint(row.pk for row in second.context["page"].rows)
    assert len(client.get("/fieldvisits/?more=unannounced").context["page"].rows) == 1
    assert len(client.get("/fieldvisits/?q=gjcj&view=mine").context["page"].rows) == 50
    assert "没有找到这样的走访" in client.get("/fieldvisits/?kind=promise").content.decode()
