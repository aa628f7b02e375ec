"""The authority above the enterprise: results go back to it, and what it decides stands in the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import a_paper
from outreach.org.testing import Cast
from petitions import workflow
from petitions.casefile import last_opinion
from petitions.completeness import gaps, obstacles
from petitions.factories import accepted, classified, make_petition, replied
from petitions.models import AboveEntry, Petition
from petitions.states import Kind, State
from petitions.statute import Above, Outcome, Stage
from petitions.tests.test_documents import kind_of
from petitions.tests.test_following_a_matter import look_at
from petitions.tests.test_notices import offered
from petitions.tests.test_ways_in import FROM_ABOVE, register
from petitions.workflow.above import Decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
WHO = "省国资委信访处"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


def decided(outcome: str = Outcome.UPHOLD, **changes: Any) -> Decided:
    said: dict[str, Any] = {
        "authority": WHO,
        "number": "国资复〔2026〕8号",
        "on": clock.today(),
        "received_on": clock.today(),
        "opinion": "原意见事实清楚，予以维持。",
        "outcome": outcome,
    }
    return Decided(**{**said, **changes})


def at_the_top(cast: Cast) -> Petition:
    """Replied in the name of headquarters: above it there is nobody of the enterprise."""
    return replied(cast, accepted(cast), unit=cast.group)


def test_the_result_goes_back_and_what_is_said_to_it_is_kept(desk: Client) -> None:
    petition = register(desk, **FROM_ABOVE, is_answer_owed="on")
    assert "above" in gaps(petition)
    sent = {"version": petition.version, "on": f"{clock.today()}", "number": "东港信报〔2026〕3号", "words": "已补发"}
    assert desk.post(f"{petition.get_absolute_url()}report_result/", sent).status_code == 302
    assert "above" not in gaps(petition)
    petition.refresh_from_db()
    back = {**sent, "version": petition.version, "sort": "sent_back", "words": "请补充九月的明细"}
    assert desk.post(f"{petition.get_absolute_url()}record_above/", back).status_code == 302
    assert [one.sort for one in petition.above.all()] == [Above.REPORTED, Above.SENT_BACK]
    assert obstacles(Petition.objects.get()) == ["上级退回，还没有再报告结果。"]
    page = desk.get(petition.get_absolute_url()).content.decode()
    for said in ("与上级往来", "东港信报〔2026〕3号", "请补充九月的明细", "上级退回"):
        assert said in page
    assert "请补充九月的明细" not in look_at(desk, petition)


def test_reported_once_more_it_is_in_order(desk: Client, cast: Cast) -> None:
    petition = register(desk, **FROM_ABOVE, is_answer_owed="on")
    rights = cast.rights("petition")
    entry = AboveEntry(sort=Above.SENT_BACK, on=clock.today(), words="请补充")
    petition = workflow.record_above(petition=petition, entry=entry, rights=rights)
    again = AboveEntry(on=clock.today(), words="已补充", paper=a_paper("报告.txt"))
    petition = workflow.report_result(petition=petition, entry=again, rights=rights)
    assert obstacles(petition) == []
    paper = petition.above.get(sort=Above.REPORTED).paper
    assert paper is not None
    answer: Any = desk.get(f"{petition.get_absolute_url()}proofs/{paper.pk}/")
    assert answer.getvalue()


def test_only_what_was_sent_on_is_reported_and_not_tomorrow(desk: Client, cast: Cast) -> None:
    rights = cast.rights("petition")
    with pytest.raises(RefusedStepError, match="不是上级转送的"):
        workflow.report_result(petition=accepted(cast), entry=AboveEntry(on=clock.today(), words="已办"), rights=rights)
    petition = register(desk, **FROM_ABOVE)
    tomorrow = AboveEntry(on=clock.today() + timedelta(days=1), words="已办")
    with pytest.raises(RefusedStepError, match="不能晚于今天"):
        workflow.report_result(petition=petition, entry=tomorrow, rights=rights)


def test_a_review_outside_stands_in_the_case(desk: Client, cast: Cast) -> None:
    petition = at_the_top(cast)
    sent = {
        "version": petition.version,
        "authority": WHO,
        "number": "国资复〔2026〕8号",
        "on": f"{clock.today()}",
        "received_on": f"{clock.today()}",
        "outcome": "uphold",
        "opinion": "原意见事实清楚，予以维持。",
    }
    page = desk.post(f"{petition.get_absolute_url()}outside_review/", sent)
    assert page.status_code == 302, page.content.decode()
    petition.refresh_from_db()
    last = last_opinion(petition)
    assert last is not None
    assert (petition.status, last.stage, last.author) == (State.REVIEW_DECIDED, Stage.REVIEW, WHO)
    told = look_at(desk, petition)
    for said in (WHO, "国资复〔2026〕8号", "维持原意见", "予以维持"):
        assert said in told
    assert "上级主管部门" in told, "the final review is outside, too"
    assert "review" not in offered(petition), "its paper is theirs"


def test_after_a_final_review_outside_it_is_not_taken_up_again(cast: Cast) -> None:
    rights = cast.rights("petition")
    petition = workflow.record_outside(petition=at_the_top(cast), decided=decided(), rights=rights)
    petition = workflow.record_outside(petition=petition, decided=decided(), rights=rights)
    assert petition.status == State.FINAL_DECIDED
    again = workflow.refuse_repeat(petition=classified(cast), earlier=petition, rights=rights)
    assert kind_of("repeat_refused").fill(again)["decided_by"] == WHO
    with pytest.raises(RefusedStepError, match="没有等着上级"):
        workflow.record_outside(petition=petition, decided=decided(), rights=rights)


def test_what_was_revoked_outside_is_handled_anew(cast: Cast) -> None:
    rights = cast.rights("petition")
    petition = workflow.record_outside(petition=at_the_top(cast), decided=decided(Outcome.REVOKE), rights=rights)
    assert workflow.redo(petition=petition, note="按上级意见重新核查", rights=rights).status == State.ACCEPTED


def test_what_a_unit_above_decides_is_not_written_down_as_outside(cast: Cast) -> None:
    with pytest.raises(RefusedStepError, match="上一级单位复查"):
        workflow.record_outside(
            petition=replied(cast, accepted(cast)), decided=decided(), rights=cast.rights("petition")
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.SUPPORT},
        {"on": clock.today() + timedelta(days=1)},
        {"received_on": clock.today() - timedelta(days=2)},
    ],
)
def test_days_and_outcomes_that_cannot_be_are_refused(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedStepError):
        workflow.record_outside(petition=at_the_top(cast), decided=decided(**changes), rights=cast.rights("petition"))


def test_the_log_tells_of_no_paper_of_a_sealed_case(cast: Cast, client: Client) -> None:
    petition, paper = make_petition(cast.quay, kind=Kind.ACCUSATION), a_paper()
    AboveEntry.objects.create(petition=petition, sort=Above.values[0], on=clock.today(), words="转来", paper=paper)
    client.force_login(cast.discipline)
    answer: Any = client.get(f"{petition.get_absolute_url()}proofs/{paper.pk}/")
    assert answer.getvalue()
    assert AuditRecord.objects.get(action="petition.file_taken").detail == {}
