"""What comes in while nobody has a case at the desk: told, one after the other, and none of it lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from outreach.common import clock
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import brought_to
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted, handed_over, replied
from petitions.models import Petition
from petitions.statute import Term, Waits

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [handed_over, lambda cast: replied(cast, accepted(cast))])
def test_what_the_petitioner_adds_is_told_while_nobody_has_the_case_at_the_desk(
    cast: Cast, stage: Callable[[Cast], Petition]
) -> None:
    petition = stage(cast)
    assert not Petition.objects.at_the_desk().filter(pk=petition.pk).exists()
    workflow.supplement(petition=petition, text="又找到一张出车单")
    petition = Petition.objects.at_the_desk().get(pk=petition.pk)
    assert petition.waits_for == Waits.SUPPLEMENT
    assert workflow.mark_seen(petition=petition, rights=cast.rights("petition")).waits_for == ""


def test_what_came_in_behind_it_waits_next(cast: Cast) -> None:
    """Only one thing is said to wait: looked at, it does not take a late request for a review with it."""
    petition = replied(cast, accepted(cast))
    held = petition.clock_of(Term.ASK_REVIEW)
    assert held is not None
    with clock.travel_to(clock.start_of(held.due_on + timedelta(days=1))):
        workflow.supplement(petition=petition, text="又找到一张出车单")
        asked = workflow.ask_review(petition=petition, reason="出差回来才看到")
        assert asked.waits_for == Waits.SUPPLEMENT
        seen = workflow.mark_seen(petition=asked, rights=cast.rights("petition"))
        assert seen.waits_for == Waits.LATE_REVIEW
        declined = workflow.decline_review(petition=seen, note="没有正当理由", rights=cast.rights("petition"))
        assert declined.waits_for == ""


@pytest.mark.long
def test_the_result_of_the_ledger_waits_behind_a_supplement(cast: Cast, media_root: object) -> None:
    issue = brought_to(cast, "verifying")
    petition = workflow.join(petition=accepted(cast), issue=issue, rights=cast.rights("petition"))
    workflow.supplement(petition=petition, text="又找到一张出车单")
    workflow.follow(issue=ledger.accept_result(issue=issue, rights=cast.rights("acceptor")))
    petition.refresh_from_db()
    assert petition.waits_for == Waits.SUPPLEMENT
    seen = workflow.mark_seen(petition=petition, rights=cast.rights("petition"))
    assert seen.waits_for == Waits.RESULT
