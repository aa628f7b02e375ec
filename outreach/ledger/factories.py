"""Items for tests, made through intake and the workflow; nothing here writes a state."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.intake import Finding, note_issue
from outreach.ledger.models import Issue
from outreach.ledger.other import OTHER
from outreach.ledger.states import State
from outreach.ledger.workflow import Assignment, Judgement
from outreach.org.testing import Cast


def a_paper(name: str = "结果.txt") -> Attachment:
    """A small text file as evidence."""
    return store(SimpleUploadedFile(name, "已经处理完毕".encode(), content_type="text/plain"))


def a_photo(name: str = "现场.png") -> Attachment:
    """A small picture, as somebody takes it on the spot."""
    content = BytesIO()
    Image.new("RGB", (32, 24), "white").save(content, "PNG")
    return store(SimpleUploadedFile(name, content.getvalue(), content_type="image/png"))


def noted(cast: Cast, title: str = "门机钢丝绳断丝超限", *, by: str = "cadre", **facts: Any) -> Issue:
    """A draft of the cadre at the quay workshop."""
    finding = Finding(
        source=OTHER.key, title=title, description="点检时发现，备件未到。", unit=facts.pop("unit", cast.quay), **facts
    )
    return note_issue(finding=finding, rights=cast.rights(by))


def assignment(cast: Cast, *, workdays: int = 15) -> Assignment:
    return Assignment(cast.east, cast.handler, cast.safety, workdays)


def brought_to(cast: Cast, state: str, title: str = "门机钢丝绳断丝超限", *, workdays: int = 15, **facts: Any) -> Issue:
    """An item that the right people brought to ``state``, step by step."""
    issue = noted(cast, title, **facts)
    for reached, step in _WAY:
        if issue.status == state:
            return issue
        if reached == state or reached in _MAIN:
            step(cast, issue, workdays)
            issue.refresh_from_db()
    if issue.status != state:
        raise ValueError(f"no way to {state}")
    return issue


def _assign(cast: Cast, issue: Issue, workdays: int) -> None:
    if issue.is_major:
        workflow.approve_major(issue=issue, rights=cast.rights("leader"))
    workflow.assign(issue=issue, assignment=assignment(cast, workdays=workdays), rights=cast.rights("ledger"))


def _work(cast: Cast, issue: Issue, _workdays: int) -> None:
    handler = cast.rights("handler")
    workflow.write_cause(issue=issue, cause="备件周期长", rights=handler)
    measure = workflow.add_measure(issue=issue, text="更换钢丝绳", planned_on=clock.today(), rights=handler)
    workflow.complete_measure(issue=issue, measure=measure, rights=handler)
    workflow.add_evidence(issue=issue, attachments=[a_paper()], rights=handler)
    workflow.submit(issue=issue, result="已更换", rights=handler)


def _suspend(cast: Cast, issue: Issue, _workdays: int) -> None:
    wake_on = clock.today() + timedelta(days=30)
    workflow.suspend(issue=issue, reason="等厂家", wake_on=wake_on, rights=cast.rights("leader"))


def _keep(cast: Cast, issue: Issue, _workdays: int) -> None:
    review_on = clock.today() + timedelta(days=60)
    workflow.keep_long_term(issue=issue, reason="分年改造", review_on=review_on, rights=cast.rights("leader"))


def _accept(cast: Cast, issue: Issue, _workdays: int) -> None:
    """Major ones on the spot, as they must be."""
    photos = [a_photo()] if issue.is_major else []
    workflow.accept_result(issue=issue, is_on_site=issue.is_major, attachments=photos, rights=cast.rights("acceptor"))


def _rate_and_close(cast: Cast, issue: Issue, _workdays: int) -> None:
    workflow.rate(issue=issue, judgement=Judgement(3, 3, 3))
    workflow.close(issue=issue, rights=cast.rights("ledger"))


#: The main road in order; side states branch off where they stand.
_MAIN = {
    State.PENDING,
    State.OPEN,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.SUBMITTED,
    State.VERIFYING,
    State.AWAITING_RATING,
    State.CLOSED,
}
_WAY: list[tuple[str, Any]] = [
    (State.PENDING, lambda c, i, _n: workflow.hand_in(issue=i, rights=c.rights("cadre"))),
    (State.REJECTED, lambda c, i, _n: workflow.reject(issue=i, reason="不属于本单位", rights=c.rights("ledger"))),
    (State.OPEN, lambda c, i, _n: workflow.enter(issue=i, rights=c.rights("ledger"))),
    (
        State.MERGED,
        lambda c, i, _n: workflow.merge(issue=i, into=brought_to(c, State.OPEN, "同一件事"), rights=c.rights("ledger")),
    ),
    (State.ASSIGNED, _assign),
    (
        State.RETURN_REQUESTED,
        lambda c, i, _n: workflow.request_return(issue=i, reason="不归我们管", rights=c.rights("handler")),
    ),
    (State.IN_PROGRESS, lambda c, i, _n: workflow.sign_for(issue=i, rights=c.rights("handler"))),
    (State.SUSPENDED, _suspend),
    (State.LONG_TERM, _keep),
    (State.SUBMITTED, _work),
    (State.VERIFYING, lambda c, i, _n: workflow.check_pass(issue=i, rights=c.rights("head"))),
    (State.AWAITING_RATING, _accept),
    (State.CLOSED, _rate_and_close),
]
