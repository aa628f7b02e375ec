"""Sealing and recusal hold for everything that hangs on a case: tasks, papers, reviews, reminders. Deny beats allow."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger.factories import a_paper
from outreach.org.testing import Cast
from outreach.reminders.rules import install_defaults
from petitions import workflow
from petitions.factories import REPLY, accepted, replied
from petitions.forms.registry import STEP_FORMS
from petitions.models import CaseReminder, CaseSupervision, Petition
from petitions.panels import work_lines
from petitions.queries import waiting_for_a_leader
from petitions.reminding import remind
from petitions.states import State
from petitions.statute import Term
from petitions.tests.test_articles_intake import officer_at
from petitions.tests.test_following_a_matter import look_at
from petitions.watching import supervise_late

pytestmark = pytest.mark.django_db


def seal(cast: Cast, petition: Petition) -> Petition:
    """The office finds that it accuses somebody."""
    return workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))


def with_everything_waiting(cast: Cast) -> Petition:
    office = cast.rights("petition")
    petition = workflow.report_upward(petition=accepted(cast), told=cast.leader, words="急", rights=office)
    return workflow.ask_extension(petition=petition, days=10, reason="要核对", rights=office)


def test_a_sealed_case_leaves_the_tasks_of_leaders_and_the_rounds_of_the_desk(cast: Cast) -> None:
    install_defaults()
    petition = with_everything_waiting(cast)
    leader = cast.rights("leader")
    assert waiting_for_a_leader(leader) == [petition]
    assert len([line for line in work_lines(leader) if petition.number in line.detail]) == 2
    seal(cast, petition)
    assert waiting_for_a_leader(leader) == []
    with clock.travel_to(clock.now() + timedelta(days=100)):
        remind()
        supervise_late()
    assert not CaseReminder.objects.exists()
    assert not CaseSupervision.objects.exists()


def test_who_recused_has_no_task_of_it_whatever_they_were_asked(cast: Cast) -> None:
    petition = with_everything_waiting(cast)
    workflow.recuse(petition=petition, reason="亲属", rights=cast.rights("leader"))
    leader = cast.rights("leader")
    assert waiting_for_a_leader(leader) == []
    assert not [line for line in work_lines(leader) if petition.number in line.detail]
    with pytest.raises(Petition.DoesNotExist):
        workflow.grant_extension(petition=petition, rights=leader)
    with pytest.raises(Petition.DoesNotExist):
        workflow.heed_report(petition=petition, rights=leader)


@pytest.mark.long
@pytest.mark.parametrize("step", sorted(STEP_FORMS))
def test_no_step_of_a_sealed_case_opens_for_the_office(cast: Cast, client: Client, step: str) -> None:
    petition = seal(cast, accepted(cast))
    client.force_login(cast.petition)
    assert client.get(f"/petitions/{petition.number}/{step}/").status_code == 404
    assert client.post(f"/petitions/{petition.number}/{step}/", {"version": petition.version}).status_code == 404


def test_a_paper_of_a_case_goes_out_of_sight_with_it(cast: Cast, client: Client, media_root: object) -> None:
    rights = cast.rights("petition")
    petition = workflow.issue_opinion(petition=accepted(cast), reply=REPLY, unit=cast.quay, rights=rights)
    receipt = workflow.Receipt("in_person", clock.today(), [a_paper("回执.txt")])
    petition = workflow.deliver(petition=petition, receipt=receipt, rights=rights)
    proof = petition.opinions.get().proof
    assert proof is not None
    address = f"/petitions/{petition.number}/proofs/{proof.pk}/"
    client.force_login(cast.petition)
    answer = client.get(address)
    assert answer.getvalue()
    officer_at(cast, "group", "second")  # somebody is left to decide
    workflow.recuse(petition=petition, reason="亲属", rights=cast.rights("petition"))
    assert client.get(address).status_code == 404
    assert client.get(petition.get_absolute_url()).status_code == 404


def test_whom_the_petitioner_names_in_a_request_for_review_does_not_review_it(cast: Cast) -> None:
    east = officer_at(cast, "east", "east_office")
    assert east.user is not None
    petition = workflow.ask_review(petition=replied(cast, accepted(cast)), reason=f"{east.user.full_name}压着不办")
    assert not Petition.objects.visible_to(east).filter(pk=petition.pk).exists()
    assert petition.status == State.REVIEW_REQUESTED


def test_what_was_under_review_goes_on_there_after_a_release(cast: Cast, client: Client) -> None:
    petition = workflow.ask_review(petition=replied(cast, accepted(cast)), reason="不服")
    due = petition.due_on
    sealed = workflow.seal_by_itself(petition=petition, kind="appeal", words="", unit=cast.quay)
    assert (sealed.due_on, sealed.waits_for) == (None, "")
    assert "复查" not in look_at(client, sealed).split("办理经过")[0]
    back = workflow.release(petition=sealed, kind="appeal", note="不属检举", rights=cast.rights("discipline"))
    assert (back.status, back.term, back.due_on) == (State.REVIEW_REQUESTED, Term.REVIEW, due)


def test_one_of_a_group_does_not_end_it_and_the_office_does_on_paper(cast: Cast, client: Client) -> None:
    petition = accepted(cast, people_count=5)
    look_at(client, petition)
    client.post("/petitions/track/withdraw/", {"why": "我的解决了", "is_sure": "on"})
    petition.refresh_from_db()
    assert (petition.status, petition.waits_for) == (State.ACCEPTED, "withdrawal")
    assert "全体代表" in look_at(client, petition)
    office = cast.rights("petition")
    ended = workflow.withdraw_on_paper(petition=petition, reason="全体签字", rights=office)
    assert (ended.status, ended.due_on) == (State.WITHDRAWN, None)


def test_one_person_takes_it_back_and_nothing_is_owed_any_more(cast: Cast, client: Client) -> None:
    petition = accepted(cast, people_count=1)
    look_at(client, petition)
    page = client.post("/petitions/track/withdraw/", {"why": "不办了"}).content.decode()
    assert "请先勾选" in page
    assert "不办了" in page
    client.post("/petitions/track/withdraw/", {"why": "不办了", "is_sure": "on"})
    petition.refresh_from_db()
    assert (petition.status, petition.due_on, petition.term) == (State.WITHDRAWN, None, "")


def test_rating_twice_is_refused_with_a_kind_word(cast: Cast, client: Client) -> None:
    petition = replied(cast, accepted(cast))
    look_at(client, petition)
    sent = {"attitude": "3", "speed": "3", "result": "3", "words": ""}
    client.post("/petitions/track/rate/", sent)
    page = client.post("/petitions/track/rate/", sent, follow=True).content.decode()
    assert "你已经评价过了，谢谢" in page


def test_a_supplement_after_the_archive_is_kept_and_an_officer_is_told(cast: Cast) -> None:
    office = cast.rights("petition")
    petition = workflow.archive(petition=replied(cast, accepted(cast)), rights=office, note="纸质材料另卷存放")
    workflow.supplement(petition=petition, text="还有一份工资条")
    petition.refresh_from_db()
    assert (petition.status, petition.waits_for) == (State.ARCHIVED, "supplement")
    assert [line for line in work_lines(office) if petition.number in line.detail]
    petition = workflow.mark_seen(petition=petition, rights=office)
    assert not [line for line in work_lines(office) if petition.number in line.detail]
