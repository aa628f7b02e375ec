"""The admin shows visits and rewrites none."""

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitFindingFactory, VisitPlanFactory
from fieldvisits.searching import index
from outreach.contactpoints.factories import ContactPointFactory
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def test_lists_and_rows_open_and_nothing_can_be_changed(client: Client, cast: Cast) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point)
    VisitFindingFactory(visit=visit)
    VisitPlanFactory(contact_point=point)
    client.force_login(cast.ledger)
    for url in ("visit/", f"visit/{visit.pk}/change/", "visitplan/", "visit/?q=gjcj"):
        assert client.get(f"/admin/fieldvisits/{url}").status_code == 200
    for url in ("contactpoint/", f"contactpoint/{point.pk}/change/"):
        assert client.get(f"/admin/contactpoints/{url}").status_code == 200
    assert client.get("/admin/fieldvisits/visit/add/").status_code == 403
    assert client.post(f"/admin/fieldvisits/visit/{visit.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/contactpoints/contactpoint/{point.pk}/delete/", {}).status_code == 403


def test_visits_are_found_by_the_words_of_their_findings_and_by_the_pinyin_of_their_unit(
    client: Client, cast: Cast
) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre, purpose="看夜班")
    VisitFindingFactory(visit=visit, what="护栏松动，走上去晃")
    index(visit)
    client.force_login(cast.ledger)
    for asked in ("护栏松动", "夜班", cast.quay.pinyin, "  "):
        assert client.get("/admin/fieldvisits/visit/", {"q": asked}).context["cl"].result_count == 1, asked
    for asked in ("没有这样的词", "\x00\ud800"):
        page = client.get("/admin/fieldvisits/visit/", {"q": asked.encode("utf-8", "surrogatepass")})
        assert page.status_code == 200
    assert client.get("/admin/fieldvisits/visit/", {"q": "没有这样的词"}).context["cl"].result_count == 0
