"""News from the ledger, and from the database."""

from typing import Any

from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver

from outreach.calendars.signals import Moved, calendar_changed
from outreach.documents.forgetting import forget_documents, forget_identity
from outreach.ledger.models import Issue
from outreach.ledger.signals import issue_moved
from petitions import keyring
from petitions.documents.dossier import DOSSIER
from petitions.models import Petition, PetitionerIdentity
from petitions.workflow import follow
from petitions.workflow.receptions import realign
from petitions.workflow.recounting import recount


@receiver(issue_moved, dispatch_uid="petitions.follow")
def on_issue_moved(issue_id: int, before: str, after: str, **_kwargs: Any) -> None:
    """The petitions behind an item go where it goes."""
    if before != after:
        follow(issue=Issue.objects.select_related("merged_into").get(pk=issue_id))


@receiver(calendar_changed, dispatch_uid="petitions.realign")
def on_calendar_changed(**_kwargs: Any) -> list[Moved]:
    """A holiday published later moves the reception days that lie on it, and what is counted in workdays."""
    return [*realign(), *recount()]


@receiver(post_migrate, dispatch_uid="petitions.remember_keys")
def on_migrated(app_config: Any, using: str, **_kwargs: Any) -> None:
    """From the first migration on it is known which keys the identities need."""
    if app_config.name == "petitions" and keyring.is_installed(using):
        keyring.remember_keys()


@receiver(post_delete, sender=Petition)
def forget_its_documents(instance: Petition, **_kwargs: Any) -> None:
    """Retention took the petition away: nothing about it stays in its documents."""
    forget_documents(DOSSIER.key, instance.pk)


@receiver(post_delete, sender=PetitionerIdentity)
def forget_the_name(instance: PetitionerIdentity, **_kwargs: Any) -> None:
    """Who it was is kept for a shorter time than what was done."""
    forget_identity(DOSSIER.key, instance.petition_id)
