"""List, item and board cost the same for ten rows and for two hundred; the numbers are kept in a reviewed file."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import DrawKey, Issue, LookBack, Measure
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "query-counts.yaml"
MOST = 12


def statements(client: Client, url: str) -> int:
    """Statements of one request, without the frame that a test puts around each transaction."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


def fill(cast: Cast, count: int) -> None:
    """Running items with deadlines and measures, more than a page of them where ``count`` allows."""
    today = clock.today()
    rows = [
        Issue(
            number=f"QT-2025-{n:06}",
            source="other",
            title=f"第 {n} 件",
            unit=cast.quay,
            lead_unit=cast.east,
            handler=cast.handler,
            accepting_unit=cast.safety,
            status=[State.IN_PROGRESS, State.VERIFYING, State.OPEN, State.ASSIGNED][n % 4],
            due_on=today + timedelta(days=n % 9 - 3) if n < 5 else None,
            due_soon_on=today,
        )
        for n in range(count)
    ]
    issues = Issue.objects.bulk_create(rows)
    Measure.objects.bulk_create([Measure(issue=one, text="换", planned_on=today) for one in issues for _ in range(2)])
    _look_backs(cast, count)


def _look_backs(cast: Cast, count: int) -> None:
    """As many closed items that may be looked back at by now."""
    today = clock.today()
    closed = Issue.objects.bulk_create(
        Issue(
            number=f"QT-2025-9{n:05}",
            source="other",
            title=f"销号 {n}",
            unit=cast.quay,
            lead_unit=cast.east,
            handler=cast.handler,
            status=State.CLOSED,
        )
        for n in range(count)
    )
    DrawKey.of(today)
    LookBack.objects.bulk_create(
        LookBack(issue=one, closing=1, closed_on=today, ground="lot", lot=1, share=10, opens_on=today, due_on=today)
        for one in closed
    )


def long_item(cast: Cast) -> Issue:
    """An item with 50 events and 10 files, a co-unit and an extension."""
    issue = brought_to(cast, State.IN_PROGRESS, "老问题")
    handler = cast.rights("handler")
    workflow.ask_co_unit(issue=issue, unit=cast.west, question="借备件", rights=handler)
    workflow.request_extension(issue=issue, workdays=5, reason="备件", rights=handler)
    files = [a_paper(f"第{n}份.txt") for n in range(10)]
    workflow.add_evidence(issue=issue, attachments=files, rights=handler)
    while issue.events.count() < 50:
        workflow.report_progress(issue=issue, note="又做了一点", rights=handler)
    return issue


def measured(client: Client, cast: Cast) -> dict[str, Any]:
    client.force_login(cast.ledger)
    pages = {
        "ledger list": "/ledger/",
        "ledger list, newest first": "/ledger/?sort=newest&view=all",
        "ledger list, filtered": f"/ledger/?lead_unit={cast.east.pk}&light=red",
        "ledger board": "/ledger/board/",
        "look-backs": "/ledger/look-backs/",
        "admin review": "/admin/ledger/issue/",
    }
    found = {}
    for name, url in pages.items():
        client.force_login(cast.ledger)
        found[name] = statements(client, url)
    return found


@pytest.mark.long
def test_pages_cost_what_the_snapshot_says(client: Client, cast: Cast) -> None:
    fill(cast, 10)
    few = measured(client, cast)
    Issue.objects.filter(number__startswith="QT-2025").delete()
    fill(cast, 200)
    many = measured(client, cast)
    for person in ("handler", "ledger", "head"):
        issue = long_item(cast)
        client.force_login(cast.people[person])
        many[f"ledger item, {person}"] = statements(client, issue.get_absolute_url())
    assert {name: count for name, count in many.items() if name in few} == few
    assert many == yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))["ledger"], many
    assert all(count <= MOST for name, count in many.items() if "list" in name or "item" in name)
