"""What the channel does when something below it changes."""

from typing import Any

from django.dispatch import receiver

from fieldvisits.workflow.planning import follow_period
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.signals import period_changed


@receiver(period_changed)
def plans_follow(*, point: ContactPoint, **_kwargs: Any) -> None:
    """Plans go over to the next period, or are called off, in the same transaction."""
    follow_period(point=point)
