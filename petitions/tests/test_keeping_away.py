"""Whoever has a direct interest in a petition keeps away from it (信访工作条例, Art. 28)."""

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted, finding_of, handed_over, make_petition
from petitions.models import Petition

pytestmark = pytest.mark.django_db


def sees(cast: Cast, who: str) -> bool:
    return Petition.objects.visible_to(cast.rights(who)).exists()


@pytest.fixture
def colleague(cast: Cast) -> Cast:
    """A second petition officer, so that the first can be spared."""
    Posting.objects.create(user=cast.outsider, unit=cast.group, role=Role.PETITION_OFFICER)
    return cast


def test_an_officer_recuses_loses_sight_at_once_and_a_colleague_goes_on(colleague: Cast, client: Client) -> None:
    petition = accepted(colleague)
    client.force_login(colleague.petition)
    assert "recuse/" in client.get(petition.get_absolute_url()).content.decode()
    sent = {"reason": "信访人是我姐夫", "version": petition.version}
    answer = client.post(f"{petition.get_absolute_url()}recuse/", sent)
    assert answer["Location"] == "/petitions/"
    assert client.get(petition.get_absolute_url()).status_code == 404
    assert petition.number not in client.get("/petitions/?view=all").content.decode()
    event = petition.events.get(step="recuse")
    assert (event.actor, event.note) == (colleague.petition, "信访人是我姐夫")
    assert AuditRecord.objects.filter(action="petition.recuse", actor=colleague.petition).count() == 1
    assert sees(colleague, "outsider")


def test_the_office_keeps_a_leader_away(colleague: Cast, client: Client) -> None:
    petition = make_petition(colleague.quay)
    assert sees(colleague, "leader")
    client.force_login(colleague.petition)
    sent = {"person": colleague.leader.pk, "reason": "分管的事", "version": petition.version}
    assert client.post(f"{petition.get_absolute_url()}recuse_other/", sent).status_code == 302
    assert not sees(colleague, "leader")
    assert colleague.leader.full_name in client.get(petition.get_absolute_url()).content.decode()


def test_the_last_officer_cannot_leave_a_petition_that_nobody_else_may_decide_on(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    with pytest.raises(RefusedStepError, match="没有人能办"):
        workflow.recuse(petition=petition, reason="亲属", rights=cast.rights("petition"))
    assert sees(cast, "petition")
    assert not petition.accused.exists()


def test_whoever_keeps_away_from_the_petition_keeps_away_from_its_item(colleague: Cast) -> None:
    petition = accepted(colleague)
    rights = colleague.rights("petition")
    workflow.recuse_other(petition=petition, person=colleague.leader, reason="分管的事", rights=rights)
    workflow.hand_over(petition=petition, finding=finding_of(petition), rights=rights)
    assert not Issue.objects.visible_to(colleague.rights("leader")).exists()
    assert Issue.objects.visible_to(colleague.rights("ledger")).exists()


def test_a_recusal_after_the_hand_over_reaches_the_item_too(colleague: Cast) -> None:
    petition = handed_over(colleague)
    assert Issue.objects.visible_to(colleague.rights("leader")).exists()
    workflow.recuse(petition=petition, reason="分管的事", rights=colleague.rights("leader"))
    assert not Issue.objects.visible_to(colleague.rights("leader")).exists()


def test_an_accusation_recognised_in_the_middle_takes_its_item_along_and_brings_it_back(cast: Cast) -> None:
    petition = handed_over(cast, facts=f"{cast.head.full_name}扣下补贴")
    assert not Issue.objects.visible_to(cast.rights("head")).exists()  # whom the text names never had it
    assert Issue.objects.visible_to(cast.rights("leader")).exists()
    petition = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    for who in ("head", "ledger", "admin", "leader", "petition", "handler"):
        assert not Issue.objects.visible_to(cast.rights(who)).exists()
        assert not sees(cast, who)
    assert Issue.objects.visible_to(cast.rights("discipline")).exists()
    petition = workflow.release(petition=petition, kind="appeal", note="待遇问题", rights=cast.rights("discipline"))
    assert (petition.status, petition.is_sealed) == ("investigating", False)
    assert Issue.objects.visible_to(cast.rights("ledger")).exists()
    assert not Issue.objects.visible_to(cast.rights("head")).exists()


def test_a_sealed_case_goes_to_its_end_though_its_item_rests(cast: Cast) -> None:
    petition = workflow.route_to_discipline(petition=handed_over(cast), rights=cast.rights("petition"))
    rights = cast.rights("discipline")
    workflow.investigate(petition=petition, note="已成立核查组", rights=rights)
    workflow.answer(petition=petition, text="经核查，已按规定处理。", rights=rights)
    assert workflow.archive(petition=petition, rights=rights).status == "archived"


def test_an_item_of_others_that_it_went_along_with_stays_where_it_is(cast: Cast) -> None:
    item = brought_to(cast, IssueState.OPEN)
    petition = accepted(cast, facts=f"{cast.leader.full_name}压着不办")
    workflow.join(petition=petition, issue=item, rights=cast.rights("petition"))
    petition = workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    item.refresh_from_db()
    assert (petition.issue, item.is_sealed) == (None, False)
    assert Issue.objects.visible_to(cast.rights("cadre")).get() == item
    assert not Issue.objects.visible_to(cast.rights("leader")).exists()
    released = workflow.release(petition=petition, kind="appeal", note="待遇问题", rights=cast.rights("discipline"))
    assert released.status == "registered"


def test_petitions_that_went_along_with_a_sealed_item_wait_at_the_desk_again(cast: Cast, client: Client) -> None:
    first = handed_over(cast)
    other = accepted(cast, title="同一件事")
    assert first.issue is not None
    workflow.join(petition=other, issue=first.issue, rights=cast.rights("petition"))
    workflow.route_to_discipline(petition=first, rights=cast.rights("petition"))
    other.refresh_from_db()
    assert (other.status, other.issue) == ("accepted", None)
    client.force_login(cast.petition)
    page = client.get(other.get_absolute_url()).content.decode()
    assert first.title not in page
    assert "密件" not in page


def test_a_sealed_case_does_not_follow_its_item(cast: Cast) -> None:
    petition = workflow.route_to_discipline(petition=handed_over(cast), rights=cast.rights("petition"))
    assert petition.issue is not None
    workflow.follow(issue=petition.issue)
    petition.refresh_from_db()
    assert petition.status == "discipline_routed"


def test_a_recusal_is_lifted_by_somebody_else_with_a_reason_and_on_record(colleague: Cast, client: Client) -> None:
    petition = handed_over(colleague)
    petition = workflow.recuse(petition=petition, reason="分管的事", rights=colleague.rights("leader"))
    client.force_login(colleague.leader)
    page = f"{petition.get_absolute_url()}lift_recusal/"
    assert client.get(page).status_code == 404  # whoever keeps away does not see it
    row = petition.accused.get()
    with pytest.raises(Petition.DoesNotExist):
        workflow.lift_recusal(petition=petition, accused=row, reason="没事了", rights=colleague.rights("leader"))
    client.force_login(colleague.petition)
    assert "回避：分管的事" in client.get(page).content.decode()
    assert client.post(page, {"accused": row.pk, "reason": "", "version": petition.version}).status_code == 200
    sent = {"accused": row.pk, "reason": "已不再分管", "version": petition.version}
    assert client.post(page, sent).status_code == 302
    assert sees(colleague, "leader")
    assert Issue.objects.visible_to(colleague.rights("leader")).exists()
    act = AuditRecord.objects.get(action="petition.lift_recusal")
    assert act.actor == colleague.petition
    assert petition.events.get(step="lift_recusal").note == "已不再分管"


def test_nobody_lifts_their_own_recusal(colleague: Cast) -> None:
    petition = make_petition(colleague.quay)
    petition = workflow.recuse(petition=petition, reason="亲属", rights=colleague.rights("petition"))
    row = petition.accused.get()
    workflow.recuse_other(
        petition=petition, person=colleague.leader, reason="分管的事", rights=colleague.rights("outsider")
    )
    row.delete()  # as if they saw it all the same
    with pytest.raises(RefusedStepError, match="另一个人"):
        workflow.lift_recusal(petition=petition, accused=row, reason="没事", rights=colleague.rights("petition"))


def test_lifting_leaves_away_whom_another_petition_of_the_item_names(colleague: Cast) -> None:
    first = handed_over(colleague)
    other = accepted(colleague, title="同一件事")
    assert first.issue is not None
    rights = colleague.rights("petition")
    workflow.join(petition=other, issue=first.issue, rights=rights)
    for petition in (first, other):
        workflow.recuse_other(petition=petition, person=colleague.leader, reason="分管的事", rights=rights)
    workflow.lift_recusal(petition=first, accused=first.accused.get(), reason="不再分管", rights=rights)
    assert not Issue.objects.visible_to(colleague.rights("leader")).exists()
    workflow.lift_recusal(petition=other, accused=other.accused.get(), reason="不再分管", rights=rights)
    assert Issue.objects.visible_to(colleague.rights("leader")).exists()
