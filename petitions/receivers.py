"""News from the ledger, and from the database."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from outreach.ledger.models import Issue
from outreach.ledger.signals import issue_moved
from petitions import keyring
from petitions.workflow import follow


@receiver(issue_moved, dispatch_uid="petitions.follow")
def on_issue_moved(issue_id: int, before: str, after: str, **_kwargs: Any) -> None:
    """The petitions behind an item go where it goes."""
    if before != after:
        follow(issue=Issue.objects.select_related("merged_into").get(pk=issue_id))


@receiver(post_migrate, dispatch_uid="petitions.remember_keys")
def on_migrated(app_config: Any, using: str, **_kwargs: Any) -> None:
    """From the first migration on it is known which keys the identities need."""
    if app_config.name == "petitions" and keyring.is_installed(using):
        keyring.remember_keys()
