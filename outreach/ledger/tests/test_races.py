"""Fifty people press the button at once, and it happens once (on whichever database the suite runs)."""

from functools import partial

import pytest

from outreach.common.racing import race
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to, noted
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import Judgement
from outreach.org.scoping import Rights
from outreach.org.testing import build_cast

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS = 50, 3


def _close(issue: Issue, rights: Rights, _number: int) -> Issue:
    return workflow.close(issue=issue, rights=rights)


@pytest.mark.long
def test_fifty_closes_leave_one_event() -> None:
    """F8: every round one close, forty-nine refusals in words, no error of any other kind."""
    cast = build_cast()
    rights = cast.rights("ledger")
    for number in range(ROUNDS):
        issue = brought_to(cast, State.AWAITING_RATING, f"第 {number} 件")
        workflow.rate(issue=issue, judgement=Judgement(3, 3, 3))
        outcomes = race(PEOPLE, partial(_close, issue, rights))
        closed = [one for one in outcomes if isinstance(one, Issue)]
        refused = [one for one in outcomes if type(one) is RefusedStepError]
        assert (len(closed), len(refused)) == (1, PEOPLE - 1), [one for one in outcomes if isinstance(one, Exception)]
        assert issue.events.filter(step="close").count() == 1


@pytest.mark.long
def test_fifty_forms_of_one_version_leave_one_event() -> None:
    cast = build_cast()
    rights = cast.rights("handler")
    issue = brought_to(cast, State.IN_PROGRESS)
    outcomes = race(
        PEOPLE,
        lambda n: workflow.report_progress(issue=issue, note=f"进展 {n}", rights=rights, version=issue.version),
    )
    assert sum(isinstance(one, Issue) for one in outcomes) == 1
    assert sum(isinstance(one, StaleVersionError) for one in outcomes) == PEOPLE - 1
    assert issue.events.filter(step="report_progress").count() == 1


@pytest.mark.long
def test_fifty_new_items_get_fifty_numbers_without_a_gap() -> None:
    cast = build_cast()
    outcomes = race(PEOPLE, lambda n: noted(cast, f"同时登记 {n}"))
    assert all(isinstance(one, Issue) for one in outcomes), outcomes
    numbers = sorted(int(one.number[-6:]) for one in outcomes if isinstance(one, Issue))
    assert numbers == list(range(1, PEOPLE + 1))
