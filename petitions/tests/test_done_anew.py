"""What a review revoked is done anew: every right begins again, and the old opinion ends (Art. 35)."""

from datetime import timedelta

import pytest

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.documents.files import values_of
from outreach.documents.models import Document
from outreach.ledger.workflow import Judgement
from outreach.org.testing import Cast
from petitions import workflow
from petitions.casefile import granted_extension
from petitions.documents.dossier import DOSSIER
from petitions.factories import accepted, replied
from petitions.models import Mediation, Petition
from petitions.states import State
from petitions.statute import Outcome, Stage
from petitions.tests.test_articles_handling import UPHELD, in_person, reviewed
from petitions.tests.test_articles_intake import officer_at
from petitions.tracking import may_rate

pytestmark = pytest.mark.django_db
CONTENT = Judgement(attitude=3, speed=3, result=3, words="")


def revoked(cast: Cast, petition: Petition) -> Petition:
    east = officer_at(cast, "east", "east_office")
    return reviewed(cast, petition, Stage.REVIEW, east, Outcome.REVOKE)


def done_anew(cast: Cast, petition: Petition) -> Petition:
    return workflow.redo(petition=revoked(cast, petition), note="按复查意见", rights=cast.rights("petition"))


@pytest.mark.long
def test_the_new_opinion_may_be_taken_to_review_again(cast: Cast) -> None:
    petition = replied(cast, done_anew(cast, replied(cast, accepted(cast))))
    asked = workflow.ask_review(petition=petition, reason="重新办的还是少算")
    assert (asked.status, asked.reviewing_unit) == (State.REVIEW_REQUESTED, cast.east)


def test_the_new_result_may_be_judged_though_the_old_one_was(cast: Cast) -> None:
    first = workflow.rate(petition=replied(cast, accepted(cast)), judgement=CONTENT)
    petition = replied(cast, done_anew(cast, first))
    assert may_rate(petition)
    assert workflow.rate(petition=petition, judgement=CONTENT).status == State.RATED


def test_a_judgement_does_not_end_a_case_whose_opinion_was_revoked(cast: Cast) -> None:
    petition = revoked(cast, replied(cast, accepted(cast)))
    assert not may_rate(petition)
    with pytest.raises(RefusedStepError, match="重新办完后再评价"):
        workflow.rate(petition=petition, judgement=CONTENT)


def test_nor_one_whose_review_has_not_been_delivered(cast: Cast) -> None:
    """Judged, it could not be delivered any more, and nobody could take it to the final review."""
    asked = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="少算了两个班")
    rights = officer_at(cast, "east", "east_office")
    decided = workflow.decide_review(petition=asked, reply=UPHELD, rights=rights)
    assert not may_rate(decided)
    with pytest.raises(RefusedStepError, match="收到后再评价"):
        workflow.rate(petition=decided, judgement=CONTENT)
    delivered = workflow.deliver_review(petition=decided, receipt=in_person(), rights=rights)
    assert workflow.rate(petition=delivered, judgement=CONTENT).status == State.RATED


def test_an_agreement_takes_the_place_of_the_revoked_opinion(cast: Cast) -> None:
    """Delivered later, it is no new delivery of the review, and nobody goes higher with what they agreed to."""
    petition = done_anew(cast, replied(cast, accepted(cast)))
    first_days = list(petition.opinions.values_list("pk", "delivered_on"))
    with clock.travel_to(clock.now() + timedelta(days=10)):
        agreed = Mediation(
            other_party="装卸一公司", agreement="重新核算", performance="本月发放", agreed_on=clock.today()
        )
        petition = workflow.mediate(petition=petition, mediation=agreed, rights=cast.rights("petition"))
        petition = workflow.deliver(petition=petition, receipt=in_person(), rights=cast.rights("petition"))
        assert list(petition.opinions.values_list("pk", "delivered_on")) == first_days
        with pytest.raises(RefusedStepError, match="还没有可以申请复查"):
            workflow.ask_review(petition=petition, reason="反悔")


def test_a_second_extension_is_told_with_its_own_reason(cast: Cast) -> None:
    """Handled anew the case has a term of its own, which may be extended once more (Art. 34)."""

    def extended(petition: Petition, reason: str) -> Petition:
        asked = workflow.ask_extension(petition=petition, days=20, reason=reason, rights=cast.rights("petition"))
        return workflow.grant_extension(petition=asked, rights=cast.rights("leader"))

    petition = done_anew(cast, replied(cast, extended(accepted(cast), "要逐班核对")))
    assert granted_extension(petition) is None  # of the new term nothing was extended
    petition = extended(petition, "等鉴定结论")
    granted = granted_extension(petition)
    assert granted is not None
    assert granted.reason == "等鉴定结论"
    last = Document.objects.of(DOSSIER.key, petition.pk).filter(kind="petition.extension").order_by("issued_at").last()
    assert last is not None
    assert values_of(last)["cause"] == "等鉴定结论"
