"""A process killed between the ledger's commit and its news, or an inspector who leaves: the next round mends it."""

import pytest

from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.ledger.workflow import Judgement
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.ticking import tick
from petitions import catching_up
from petitions.factories import handed_over, make_petition, work_on
from petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def as_killed(petition: Petition, before: str) -> Petition:
    """As it stands when the process dies after the commit: in a test no news is sent, for nothing is committed."""
    Petition.objects.filter(pk=petition.pk).update(status=before)
    petition.events.filter(step__in=["conclude", "resume"]).delete()
    return Petition.objects.get(pk=petition.pk)


def test_a_petition_whose_item_was_refused_without_news_follows_at_the_next_round(cast: Cast) -> None:
    petition = handed_over(cast)
    assert petition.issue is not None
    ledger.reject(issue=petition.issue, reason="不属于台账", rights=cast.rights("ledger"))
    petition.refresh_from_db()
    assert petition.status == "investigating"  # nobody told it
    assert tick().steps == 1
    petition.refresh_from_db()
    assert petition.status == "accepted"
    assert petition.issue_id is None
    version = petition.version
    assert tick().steps == 0
    petition.refresh_from_db()
    assert petition.version == version


def test_a_finished_item_and_a_reopened_one_are_followed(cast: Cast) -> None:
    petition = as_killed(work_on(cast, handed_over(cast, is_simple=True)), "investigating")
    tick()
    petition.refresh_from_db()
    assert petition.status == "delivered"
    assert petition.issue is not None
    ledger.rate(issue=petition.issue, judgement=Judgement(3, 3, 3))
    ledger.close(issue=petition.issue, rights=cast.rights("ledger"))
    issue = Issue.objects.get(pk=petition.issue.pk)
    assert catching_up.run() == 0
    ledger.reopen(issue=issue, reason="又坏了", rights=cast.rights("ledger"))
    tick()
    petition.refresh_from_db()
    assert petition.status == "investigating"
    assert [event.step for event in petition.events.all()][-1] == "resume"
    assert catching_up.run() == 0


def test_a_merged_item_is_followed(cast: Cast) -> None:
    petition, other = handed_over(cast), handed_over(cast)
    assert petition.issue is not None
    assert other.issue is not None
    ledger.enter(issue=other.issue, rights=cast.rights("ledger"))
    ledger.enter(issue=petition.issue, rights=cast.rights("ledger"))
    target = Issue.objects.get(pk=other.issue.pk)
    assert target.status == IssueState.OPEN
    ledger.merge(issue=petition.issue, into=target, rights=cast.rights("ledger"))
    tick()
    petition.refresh_from_db()
    assert petition.issue == target


def test_sealed_petitions_rest_whatever_their_item_does(cast: Cast) -> None:
    petition = handed_over(cast)
    Petition.objects.filter(pk=petition.pk).update(is_sealed=True)
    assert petition.issue is not None
    ledger.reject(issue=petition.issue, reason="不属于台账", rights=cast.rights("ledger"))
    assert catching_up.run() == 0


def test_where_the_inspectors_leave_the_nearest_who_is_left_takes_it(cast: Cast) -> None:
    petition = make_petition(cast.quay, kind="accusation")
    Posting.objects.filter(user=cast.discipline).delete()
    assert catching_up.run() == 0  # nobody at all
    Posting.objects.create(user=cast.outsider, unit=cast.west, role=Role.DISCIPLINE_INSPECTOR)
    assert not Petition.objects.visible_to(cast.rights("outsider")).exists()
    assert tick().steps == 1
    assert Petition.objects.visible_to(cast.rights("outsider")).get() == petition
    assert tick().steps == 0
