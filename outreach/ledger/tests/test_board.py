"""The board shows where items pile up and moves them only through the gates of the table."""

import pytest
from django.test import Client

from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.ledger.views.board import COLUMNS, PER_COLUMN
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
BOARD = "/ledger/board/"


def columns(client: Client, query: str = "") -> dict[str, list[str]]:
    found = client.get(f"{BOARD}{query}").context["columns"]
    return {column.key: [ticket.issue.title for ticket in column.tickets] for column in found}


def test_items_stand_in_the_column_of_what_they_wait_for(client: Client, cast: Cast) -> None:
    for state in (State.OPEN, State.RETURN_REQUESTED, State.VERIFYING, State.CLOSED):
        brought_to(cast, state, f"现在{state.label}")
    client.force_login(cast.ledger)
    found = columns(client)
    assert found[State.OPEN] == ["现在待交办"]
    assert found[State.ASSIGNED] == ["现在申请退回"]
    assert found[State.VERIFYING] == ["现在待验收"]
    assert sum(map(len, found.values())) == 3


def test_a_column_is_cut_and_leads_to_the_whole_list(client: Client, cast: Cast) -> None:
    for n in range(PER_COLUMN + 2):
        brought_to(cast, State.PENDING, f"第 {n} 件")
    client.force_login(cast.ledger)
    column = client.get(BOARD).context["columns"][0]
    assert (len(column.tickets), column.count) == (PER_COLUMN, str(PER_COLUMN + 2))
    assert len(client.get(column.more_url).context["rows"]) == PER_COLUMN + 2


def test_nobody_sees_cards_out_of_sight(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.ASSIGNED)
    client.force_login(cast.outsider)
    assert not any(columns(client).values())
    assert client.get(f"{BOARD}move/?issue={issue.number}&to=in_progress").status_code == 404


def test_a_card_offers_the_steps_its_reader_may_take(client: Client, cast: Cast) -> None:
    brought_to(cast, State.ASSIGNED)
    for person, expected in {"handler": {"sign_for", "request_return"}, "ledger": set()}.items():
        client.force_login(cast.people[person])
        (ticket,) = client.get(BOARD).context["columns"][list(COLUMNS).index(State.ASSIGNED)].tickets
        assert {step.name for step in ticket.moves} == expected


def test_a_dropped_card_goes_to_the_step_that_leads_there(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.ASSIGNED)
    client.force_login(cast.handler)
    response = client.get(f"{BOARD}move/?issue={issue.number}&to=in_progress")
    assert response.headers["Location"] == f"{issue.get_absolute_url()}sign_for/?from=board"
    done = client.post(response.headers["Location"], {"version": issue.version})
    assert done.headers["Location"] == BOARD
    issue.refresh_from_db()
    assert issue.status == State.IN_PROGRESS


@pytest.mark.parametrize(
    ("target", "why"),
    [("awaiting_rating", "您的岗位不能“验收通过”"), ("closed", "没有一步到那里的办法"), ("<script>", "没有一步到那里")],
)
def test_a_move_that_is_refused_says_why_and_changes_nothing(client: Client, cast: Cast, target: str, why: str) -> None:
    issue = brought_to(cast, State.VERIFYING)
    client.force_login(cast.handler)
    response = client.get(f"{BOARD}move/", {"issue": issue.number, "to": target}, follow=True)
    assert why in response.content.decode()
    assert "<script>”" not in response.content.decode()
    issue.refresh_from_db()
    assert issue.status == State.VERIFYING
