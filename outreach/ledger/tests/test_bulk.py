"""One step for many: a preview says who is affected, a report says what came of each."""

import pytest
from django.test import Client

from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import Judgement
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
BULK = "/ledger/bulk/"


def mark(issue: Issue) -> str:
    return f"{issue.number}:{issue.version}"


@pytest.fixture
def rated(cast: Cast) -> Issue:
    issue = brought_to(cast, State.AWAITING_RATING, "评过了")
    workflow.rate(issue=issue, judgement=Judgement(3, 3, 3))
    issue.refresh_from_db()
    return issue


def test_the_preview_changes_nothing_and_says_who_is_left_out(client: Client, cast: Cast, rated: Issue) -> None:
    waiting = brought_to(cast, State.AWAITING_RATING, "没评")
    client.force_login(cast.ledger)
    response = client.post(BULK, {"act": "close", "i": [mark(rated), mark(waiting)], "from": "view=active"})
    html = response.content.decode()
    assert response.context["takeable"] == 1
    assert "提出人还没有评价" in html
    assert "/ledger/?view=active" in html
    rated.refresh_from_db()
    assert rated.status == State.AWAITING_RATING


def test_the_report_tells_each_row(client: Client, cast: Cast, rated: Issue) -> None:
    waiting = brought_to(cast, State.AWAITING_RATING, "没评")
    client.force_login(cast.ledger)
    data = {"act": "close", "i": [mark(rated), mark(waiting)], "confirm": "1", "note": "按周例会"}
    response = client.post(BULK, data)
    assert (response.context["done"], response.context["refused"]) == (1, 1)
    assert "提出人还没有评价" in response.content.decode()
    rated.refresh_from_db()
    waiting.refresh_from_db()
    assert (rated.status, waiting.status) == (State.CLOSED, State.AWAITING_RATING)
    assert client.post(BULK, data).context["takeable"] == 0


def test_what_changed_since_the_preview_is_left_alone(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    picked = mark(issue)
    workflow.report_progress(issue=issue, note="在做", rights=cast.rights("handler"))
    client.force_login(cast.ledger)
    response = client.post(
        BULK, {"act": "raise_supervision", "i": [picked], "confirm": "1", "level": "2", "reason": "久拖"}
    )
    assert "已经有人改动" in response.content.decode()
    issue.refresh_from_db()
    assert issue.supervision_level == 0


def test_a_bulk_form_that_is_wrong_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.ledger)
    response = client.post(
        BULK, {"act": "raise_supervision", "i": [mark(issue)], "confirm": "1", "level": "9", "reason": "久拖不办"}
    )
    assert response.context["form"].errors["level"]
    assert "久拖不办" in response.content.decode()


def test_a_head_changes_the_handler_of_many(client: Client, cast: Cast) -> None:
    issues = [brought_to(cast, State.IN_PROGRESS, f"第 {n} 件") for n in range(2)]
    client.force_login(cast.head)
    data = {"act": "change_handler", "i": [mark(one) for one in issues], "confirm": "1", "reason": "调岗"}
    assert client.post(BULK, {**data, "handler": cast.head.pk}).context["done"] == 2
    assert set(Issue.objects.values_list("handler", flat=True)) == {cast.head.pk}


@pytest.mark.parametrize(
    ("person", "act"), [("handler", "close"), ("acceptor", "close"), ("ledger", "assign"), ("ledger", "")]
)
def test_a_bulk_step_needs_the_right(client: Client, cast: Cast, person: str, act: str) -> None:
    client.force_login(cast.people[person])
    assert client.post(BULK, {"act": act, "i": ["QT-2026-000001:1"]}).status_code == 403


def test_items_out_of_sight_and_nonsense_are_not_picked(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    response = client.post(
        BULK, {"act": "close", "i": ["QT-1999-000001:1", "\x00", "'; --:x", "", "QT-2026-000001:-5"]}
    )
    assert response.status_code == 200
    assert "没有选中事项" in response.content.decode()
    assert client.get(BULK).status_code == 302
