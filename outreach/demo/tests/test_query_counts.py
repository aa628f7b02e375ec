"""Every list and page costs the same for ten rows and for sixty; the numbers are kept in a reviewed file."""

from itertools import count
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fieldvisits.factories import VisitFactory, VisitFindingFactory, VisitPlanFactory
from outreach.common.once import new_token
from outreach.contactpoints.factories import ContactPointFactory
from outreach.documents.kinds import kinds
from outreach.documents.models import Document
from outreach.documents.workflow import draft_document, issue
from outreach.ledger.factories import noted
from outreach.ledger.tests.test_query_counts import statements
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast
from outreach.reminders.models import Notice
from petitions.models import Petition
from petitions.states import Kind
from policy.factories import a_document, a_session
from policy.models import QuestionOutcome
from policy.workflow import QuestionDraft
from surveys.factories import a_record, an_investigation
from surveys.workflow import FindingDraft

pytestmark = pytest.mark.django_db
SNAPSHOT = settings.BASE_DIR / "docs" / "query-counts.yaml"
MOST = 12
#: Pages that bring many rooms together, and the case, which is compared with earlier ones: the same for any number of
#: rows, but more than a list.
GATHERING = {"home", "wall chart", "contact point", "candidate units", "petition"}
_numbers = count(1)


def fill(cast: Cast, rows: int) -> None:
    """More of everything, each in a workshop of its own where that matters."""
    issue = noted(cast)
    for _ in range(rows):
        n = next(_numbers)
        unit = OrgUnit.objects.create(name=f"班组{n}", parent=cast.quay)
        point = ContactPointFactory(unit=unit, leader=cast.leader.cadre)
        VisitPlanFactory(contact_point=point, planned_by=cast.ledger)
        VisitFindingFactory(visit=VisitFactory(unit=unit, author=cast.cadre, contact_point=point))
        _petition(cast, n)
        an_investigation(cast, title=f"课题 {n}")
        a_document(cast, title=f"办法 {n}")
        a_session(cast, QuestionDraft(f"第 {n} 问", outcome=QuestionOutcome.TO_LEDGER), theme=f"第 {n} 讲")
        Notice.objects.create(user=cast.leader, issue=issue, kind="assigned", key=f"assigned:{n}")


def _petition(cast: Cast, n: int) -> Petition:
    marks = {name: f"{name}{n}" for name in ("code_hash", "form_token", "content_hash")}
    number = f"XFJ-2025-{n:06}"
    return Petition.objects.create(
        number=number, kind=Kind.APPEAL, title=f"第 {n} 件", facts="", unit=cast.quay, **marks
    )


def _document(cast: Cast, many: int) -> Document:
    """An issued one, of a petition that has many."""
    petition, rights, kind = _petition(cast, next(_numbers)), cast.rights("petition"), kinds.get("petition.receipt")
    assert kind is not None
    for _ in range(many // 10):
        draft = draft_document(kind=kind, about=petition, values=kind.fill(petition), token=new_token(), rights=rights)
    return issue(document=draft, rights=rights)


def _words_of_its_own() -> str:
    return "".join(chr(0x5000 + 12 * next(_numbers) + place) for place in range(12))


def one_of_each(cast: Cast, many: int) -> dict[str, tuple[str, str]]:
    """Pages of one record that has gathered ``many`` of whatever it may gather: name → person and address."""
    investigation = an_investigation(cast)
    for _ in range(many // 10):
        # Like nothing else, so that findings become items at once and the page has them to show.
        a_record(cast, *[FindingDraft(_words_of_its_own()) for _ in range(3)], investigation=investigation)
    questions = [QuestionDraft(f"问题 {n}") for n in range(many // 5)]
    visit = VisitFactory(unit=cast.quay, author=cast.cadre)
    VisitFindingFactory.create_batch(many // 5, visit=visit)
    point = ContactPointFactory(
        unit=OrgUnit.objects.create(name=f"车间{next(_numbers)}", parent=cast.east), leader=cast.leader.cadre
    )
    VisitFactory.create_batch(many, unit=point.unit, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
    return {
        "petition": ("petition", _petition(cast, next(_numbers)).get_absolute_url()),
        "document": ("petition", _document(cast, many).get_absolute_url()),
        "visit": ("cadre", visit.get_absolute_url()),
        "investigation": ("cadre", investigation.get_absolute_url()),
        "policy document": ("cadre", a_document(cast).get_absolute_url()),
        "policy session": ("cadre", a_session(cast, *questions).get_absolute_url()),
        "contact point": ("leader", point.get_absolute_url()),
        "unit condition": ("leader", reverse("contactpoints:profile", args=[point.unit_id])),
    }


LISTS = {
    "petitions": ("petition", "petitions:list"),
    "visits": ("ledger", "fieldvisits:list"),
    "findings of visits": ("ledger", "fieldvisits:findings"),
    "conduct of visits": ("discipline", "fieldvisits:conduct"),
    "visit plan": ("ledger", "fieldvisits:plan"),
    "visits by month": ("ledger", "fieldvisits:plan_month"),
    "new visit": ("cadre", "fieldvisits:new"),
    "document templates": ("ledger", "documents:templates"),
    "investigations": ("ledger", "surveys:list"),
    "policy library": ("ledger", "policy:list"),
    "policy sessions": ("ledger", "policy:sessions"),
    "contact points": ("leader", "contactpoints:list"),
    "candidate units": ("petition", "contactpoints:candidates"),
    "notices": ("leader", "notices"),
    "home": ("leader", "home"),
    "wall chart": ("leader", "wallchart"),
    "visit coverage": ("leader", "coverage"),
}


def measured(client: Client, cast: Cast, rows: int) -> dict[str, int]:
    pages = {name: (person, reverse(url)) for name, (person, url) in LISTS.items()} | one_of_each(cast, rows)
    found: dict[str, int] = {}
    for name, (person, url) in pages.items():
        client.force_login(cast.people[person])
        found[name] = statements(client, url)
    return found


@pytest.mark.long
@pytest.mark.embedded
def test_pages_of_all_rooms_cost_what_the_snapshot_says(client: Client, cast: Cast) -> None:
    fill(cast, 10)
    few = measured(client, cast, 10)
    fill(cast, 50)
    many = measured(client, cast, 60)
    assert many == few
    stored: dict[str, Any] = yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))
    assert many == stored.get("rooms"), yaml.safe_dump({"rooms": many}, sort_keys=False)
    assert not [name for name, number in many.items() if number > MOST and name not in GATHERING]
