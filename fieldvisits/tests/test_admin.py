"""The admin shows visits and rewrites none."""

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitFindingFactory, VisitPlanFactory
from fieldvisits.models import Minutes, Outcome
from fieldvisits.searching import index
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.ledger.workflow import recuse_other
from outreach.org.models import Posting
from outreach.org.roles import Role
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


def test_who_keeps_away_from_an_item_does_not_read_it_beside_its_visit(client: Client, cast: Cast) -> None:
    item = brought_to(cast, State.OPEN, "食堂采购由亲属供货")
    visit = VisitFactory(unit=cast.quay, author=cast.cadre)
    VisitFindingFactory(visit=visit, outcome=Outcome.TO_LEDGER, issue=item)
    Posting.objects.create(user=cast.nobody, unit=cast.group, role=Role.LEDGER_OFFICER)
    client.force_login(cast.ledger)
    page = f"/admin/fieldvisits/visit/{visit.pk}/change/"
    assert item.title in client.get(page).content.decode()
    recuse_other(issue=item, person=cast.ledger, reason="亲属供货", rights=cast.rights("nobody"))
    shown = client.get(page).content.decode()
    assert [part for part in (item.title, item.number) if part in shown] == []


def test_minutes_show_what_they_decide(client: Client, cast: Cast) -> None:
    visit = VisitFactory(unit=cast.quay, author=cast.cadre)
    minutes = Minutes.objects.create(visit=visit, written_by=cast.cadre, attended="周明", facts="照明不足")
    minutes.decisions.create(position=1, what="更换三号泊位照明", unit=cast.quay, owner="赵强", due_on=clock.today())
    client.force_login(cast.ledger)
    assert "更换三号泊位照明" in client.get(f"/admin/fieldvisits/minutes/{minutes.pk}/change/").content.decode()
