"""Support from above 项目支持、资金帮扶、高层营销、信息传递: asked for by the unit, and arrived by its word."""

from typing import Any

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.states import State
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> Issue:
    return brought_to(cast, State.IN_PROGRESS)


def asked(cast: Cast, item: Issue) -> SupportRequest:
    return workflow.request_support(issue=item, kind="project", text="列入技改", rights=cast.rights("handler"))


def test_what_arrived_stands_in_the_history(cast: Cast, item: Issue) -> None:
    support = asked(cast, item)
    workflow.confirm_support(issue=item, support=support, note="已立项", rights=cast.rights("handler"))
    support.refresh_from_db()
    event = item.events.latest("version")
    assert support.provided_at is not None
    assert (event.step, event.note, event.detail) == ("confirm_support", "列入技改\n已立项", {"kind": "project"})
    assert AuditRecord.objects.filter(action="issue.confirm_support", actor=cast.handler).count() == 1


def test_what_arrived_does_not_arrive_again(cast: Cast, item: Issue) -> None:
    first, second = asked(cast, item), asked(cast, item)
    handler = cast.rights("handler")
    workflow.confirm_support(issue=item, support=first, rights=handler)
    with pytest.raises(RefusedStepError, match="已经到位"):
        workflow.confirm_support(issue=item, support=first, rights=handler)
    workflow.confirm_support(issue=item, support=second, rights=handler)
    with pytest.raises(RefusedStepError, match="没有等着到位"):
        workflow.confirm_support(issue=item, support=second, rights=handler)


def test_support_of_another_item_is_not_confirmed_here(cast: Cast, item: Issue) -> None:
    asked(cast, item)
    elsewhere = asked(cast, brought_to(cast, State.IN_PROGRESS, "宿舍漏水"))
    with pytest.raises(RefusedStepError):
        workflow.confirm_support(issue=item, support=elsewhere, rights=cast.rights("handler"))
    elsewhere.refresh_from_db()
    assert elsewhere.provided_at is None


def test_a_promise_comes_before_the_item_is_in_the_ledger(cast: Cast) -> None:
    promise: dict[str, Any] = {"kind": "funding", "text": "15 万元", "promised_by": "财务部部长", "needed_by": None}
    with pytest.raises(RefusedStepError):
        workflow.note_support(issue=brought_to(cast, State.OPEN), **promise, rights=Rights.system(cast.cadre))
    with pytest.raises(RefusedStepError):
        workflow.note_support(issue=brought_to(cast, State.PENDING), **promise, rights=cast.rights("cadre"))
    assert not SupportRequest.objects.exists()


def test_the_step_is_offered_where_something_is_awaited(cast: Cast, item: Issue, client: Client) -> None:
    client.force_login(cast.handler)
    step = f"{item.get_absolute_url()}confirm_support/"
    assert step not in client.get(item.get_absolute_url()).content.decode()
    support = asked(cast, item)
    assert f"{step}?support={support.pk}" in client.get(item.get_absolute_url()).content.decode()
    chosen = client.get(step, {"support": support.pk}).content.decode()
    assert f'value="{support.pk}"' in chosen
    assert "checked" in chosen


@pytest.mark.parametrize("strange", ["", "abc", "0", "99999999999999999999"])
def test_a_strange_answer_is_told_beside_the_field(cast: Cast, item: Issue, client: Client, strange: str) -> None:
    support = asked(cast, item)
    client.force_login(cast.handler)
    item.refresh_from_db()
    data = {"support": strange, "note": "已立项", "version": item.version}
    answer = client.post(f"{item.get_absolute_url()}confirm_support/", data)
    support.refresh_from_db()
    assert (answer.status_code, support.provided_at) == (200, None)
    assert "已立项" in answer.content.decode()
