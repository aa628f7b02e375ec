"""News from the ledger."""

from typing import Any

from django.dispatch import receiver

from outreach.ledger.models import Issue
from outreach.ledger.signals import issue_moved
from petitions.workflow import follow


@receiver(issue_moved, dispatch_uid="petitions.follow")
def on_issue_moved(issue_id: int, before: str, after: str, **_kwargs: Any) -> None:
    """The petitions behind an item go where it goes."""
    if before != after:
        follow(issue=Issue.objects.select_related("merged_into").get(pk=issue_id))
