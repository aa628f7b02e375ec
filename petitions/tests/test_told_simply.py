"""A clear matter is answered without a written opinion; whoever is not content with that does not lose the review."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.workflow import Judgement
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted, replied
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import Term
from petitions.tests.test_following_a_matter import look_at
from petitions.tracking import may_rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast: Cast) -> Petition:
    petition = accepted(cast, is_simple=True)
    return workflow.answer(petition=petition, text="按规定不补", rights=cast.rights("petition"))


def test_the_page_says_how_to_get_a_written_opinion(told: Petition, client: Client) -> None:
    assert "要求按普通程序办理" in look_at(client, told)


def test_no_review_is_promised_beside_the_judgement_where_none_can_be_asked_for(
    cast: Cast, told: Petition, client: Client
) -> None:
    idea = accepted(cast, kind=Kind.SUGGESTION)
    idea = workflow.answer(petition=idea, text="采纳", rights=cast.rights("petition"))
    for petition, is_promised in ((told, False), (idea, False), (replied(cast, accepted(cast)), True)):
        page = look_at(client, petition)
        assert "评一评" in page
        assert ("可以在下面申请复查" in page) is is_promised


def test_nobody_is_offered_it_who_has_an_opinion(cast: Cast, client: Client) -> None:
    page = look_at(client, replied(cast, accepted(cast)))
    assert "要求按普通程序办理" not in page


def test_it_is_handled_in_full_within_60_days_of_its_acceptance_and_may_be_reviewed(
    cast: Cast, told: Petition, client: Client
) -> None:
    rights, first_day = cast.rights("petition"), clock.today()
    workflow.rate(petition=told, judgement=Judgement(attitude=2, speed=3, result=1, words=""))
    with clock.travel_to(clock.now() + timedelta(days=3)):
        anew = workflow.redo_ordinary(petition=told, note="信访人不同意", rights=rights)
        assert (anew.status, anew.is_simple, anew.term) == (State.ACCEPTED, False, Term.CONCLUDE)
        assert anew.due_on == first_day + timedelta(days=60)
        assert "改按普通程序重新办理" in look_at(client, anew)
        petition = replied(cast, anew)
        assert may_rate(petition)
        assert workflow.ask_review(petition=petition, reason="还是不同意").status == State.REVIEW_REQUESTED


def test_only_of_a_simple_appeal(cast: Cast) -> None:
    with pytest.raises(RefusedStepError, match="简易"):
        workflow.redo_ordinary(petition=replied(cast, accepted(cast)), note="再办", rights=cast.rights("petition"))
