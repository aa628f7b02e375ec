"""Whoever has a direct interest in an item keeps away from it (信访工作条例, Art. 28)."""

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow
from outreach.ledger.factories import assignment, brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import RUNNING, State
from outreach.ledger.workflow import Assignment
from outreach.ledger.worklists import in_worklist
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.models import Notice

pytestmark = pytest.mark.django_db
WHY = "当事人是我的配偶"


def sees(cast: Cast, name: str, issue: Issue) -> bool:
    return Issue.objects.visible_to(cast.rights(name)).filter(pk=issue.pk).exists()


@pytest.mark.parametrize("state", [state for state in RUNNING if state != State.RETURN_REQUESTED])
def test_a_handler_who_recuses_sees_nothing_more_and_the_office_designates_another(cast: Cast, state: str) -> None:
    issue = brought_to(cast, state)
    workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("handler"))
    issue.refresh_from_db()
    assert (issue.status, issue.handler) == (State.RETURN_REQUESTED, None)
    assert not sees(cast, "handler", issue)
    assert sees(cast, "head", issue)
    assert issue in in_worklist("waiting", cast.rights("ledger"))
    Posting.objects.create(user=cast.outsider, unit=cast.east, role=Role.HANDLER)
    workflow.designate(
        issue=issue, assignment=Assignment(cast.east, cast.outsider, cast.safety, 10), rights=cast.rights("ledger")
    )
    issue.refresh_from_db()
    assert (issue.status, issue.handler) == (State.ASSIGNED, cast.outsider)


def test_who_recused_gets_no_item_back(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("handler"))
    with pytest.raises(RefusedStepError, match="要回避"):
        workflow.designate(issue=issue, assignment=assignment(cast), rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="没有承办人，请指定"):
        workflow.agree_return(issue=issue, rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="没有承办人，请指定"):
        workflow.refuse_return(issue=issue, reason="x", rights=cast.rights("ledger"))


@pytest.mark.parametrize("state", [State.SUSPENDED, State.LONG_TERM])
def test_at_rest_the_head_names_another(cast: Cast, state: str) -> None:
    issue = brought_to(cast, state)
    workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("handler"))
    issue.refresh_from_db()
    assert (issue.status, issue.handler) == (state, None)
    workflow.change_handler(issue=issue, handler=cast.head, reason="回避", rights=cast.rights("head"))
    with pytest.raises(RefusedStepError, match="要回避"):
        workflow.change_handler(issue=issue, handler=cast.handler, reason="换回", rights=cast.rights("head"))


def test_an_acceptor_who_recuses_leaves_the_item_where_it_is(cast: Cast) -> None:
    issue = brought_to(cast, State.VERIFYING)
    workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("acceptor"))
    issue.refresh_from_db()
    assert (issue.status, issue.handler) == (State.VERIFYING, cast.handler)
    assert not sees(cast, "acceptor", issue)


def test_the_office_lets_somebody_recuse_and_everybody_who_manages_reads_why(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.ledger)
    page = client.get(f"{issue.get_absolute_url()}recuse_other/").content.decode()
    assert "handler" in page
    assert "outsider" not in page
    sent = {"person": cast.handler.pk, "reason": "与当事人有经济往来", "version": issue.version}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        assert client.post(f"{issue.get_absolute_url()}recuse_other/", sent).status_code == 302
    issue.refresh_from_db()
    assert issue.status == State.RETURN_REQUESTED
    assert "与当事人有经济往来" in client.get(issue.get_absolute_url()).content.decode()
    assert [one.kind for one in Notice.objects.filter(user=cast.ledger)] == ["vacate"]
    actions = AuditRecord.objects.filter(object_label=issue.number).values_list("action", flat=True)
    assert {"issue.recuse_other", "issue.vacate"} <= set(actions)
    client.force_login(cast.handler)
    assert client.get(issue.get_absolute_url()).status_code == 404
    assert not Notice.objects.visible_to(cast.rights("handler")).exists()


def test_one_who_recuses_at_the_page_lands_on_the_list(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    assert "申请回避" in client.get(issue.get_absolute_url()).content.decode()
    sent = {"reason": WHY, "version": issue.version}
    assert client.post(f"{issue.get_absolute_url()}recuse/", sent)["Location"] == "/ledger/"
    assert client.get(issue.get_absolute_url()).status_code == 404


def test_an_item_is_never_left_without_anybody_who_manages_it(cast: Cast) -> None:
    Posting.objects.filter(role=Role.SYSTEM_ADMIN).delete()
    issue = brought_to(cast, State.OPEN)
    with pytest.raises(RefusedStepError, match="没有别的台账专员"):
        workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("ledger"))
    assert sees(cast, "ledger", issue)
    Posting.objects.create(user=cast.cadre, unit=cast.group, role=Role.LEDGER_OFFICER)
    workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("ledger"))
    assert not sees(cast, "ledger", issue)
    assert sees(cast, "cadre", issue)


def test_a_recusal_is_lifted_by_the_office_with_a_reason_and_on_record(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.ledger)
    page = f"{issue.get_absolute_url()}lift_recusal/"
    assert "解除回避" not in client.get(issue.get_absolute_url()).content.decode()
    issue = workflow.recuse(issue=issue, reason=WHY, rights=cast.rights("handler"))
    client.force_login(cast.handler)
    assert client.post(page, {"person": cast.handler.pk, "reason": "x", "version": issue.version}).status_code == 404
    client.force_login(cast.ledger)
    assert "解除回避" in client.get(issue.get_absolute_url()).content.decode()
    sent = {"person": cast.handler.pk, "reason": "已不是亲属", "version": issue.version}
    assert client.post(page, sent).status_code == 302
    assert sees(cast, "handler", issue)
    event = issue.events.get(step="lift_recusal")
    assert (event.actor, event.note) == (cast.ledger, "已不是亲属")
    assert AuditRecord.objects.get(action="issue.lift_recusal").actor == cast.ledger
    workflow.designate(issue=issue, assignment=assignment(cast), rights=cast.rights("ledger"))


def test_what_a_petition_names_somebody_in_is_not_lifted_here(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.keep_out(issue=issue, people=[cast.head])
    workflow.recuse_other(issue=issue, person=cast.handler, reason=WHY, rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="没有在这件事上回避"):
        workflow.lift_recusal(issue=issue, person=cast.head, reason="同名", rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="另一个人"):
        workflow.lift_recusal(issue=issue, person=cast.ledger, reason="没事", rights=cast.rights("ledger"))
    assert not sees(cast, "head", issue)


@pytest.mark.parametrize(
    ("state", "after"), [(State.IN_PROGRESS, State.RETURN_REQUESTED), (State.LONG_TERM, State.LONG_TERM)]
)
def test_a_handler_whom_the_petition_behind_it_accuses_steps_down(cast: Cast, state: str, after: str) -> None:
    issue = workflow.keep_out(issue=brought_to(cast, state), people=[cast.handler])
    assert (issue.handler, issue.status) == (None, after)
    assert not sees(cast, "handler", issue)


def test_the_portal_does_not_take_an_item_from_all_who_manage_it(cast: Cast) -> None:
    Posting.objects.filter(role=Role.SYSTEM_ADMIN).delete()
    issue = brought_to(cast, State.OPEN)
    with pytest.raises(RefusedStepError, match="没有人能办"):
        workflow.keep_out(issue=issue, people=[cast.ledger])
    assert sees(cast, "ledger", issue)
