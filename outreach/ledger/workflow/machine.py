"""The ledger's machine: the table, and the history line that every step writes."""

from functools import partial

from django.db import transaction

from outreach.audit.workflow import record
from outreach.common.transitions import Machine, Move
from outreach.ledger.models import Issue, IssueEvent
from outreach.ledger.signals import issue_moved
from outreach.ledger.workflow.table import STEPS
from outreach.org.scoping import Rights


def _record(move: Move[Issue], rights: Rights) -> None:
    """Write the history line and the audit record, and tell the rooms above once it is committed."""
    issue = move.row
    IssueEvent.objects.create(
        issue=issue,
        actor=rights.user,
        step=move.step.name,
        before=move.before,
        after=issue.status,
        note=move.note,
        detail=move.detail,
        version=issue.version,
        is_sealed=issue.is_sealed or move.step.name == "unseal",
    )
    news = partial(
        issue_moved.send,
        sender=Issue,
        issue_id=issue.pk,
        step=move.step.name,
        before=move.before,
        after=issue.status,
        version=issue.version,
        actor_id=rights.user.pk if rights.user else None,
    )
    transaction.on_commit(news)
    detail = {"before": move.before, "after": issue.status, "version": issue.version}
    record(action=f"issue.{move.step.name}", actor=rights.user, obj=issue, detail=detail)


LEDGER: Machine[Issue] = Machine(lambda: Issue, STEPS, _record)
