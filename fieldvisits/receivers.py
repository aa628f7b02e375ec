"""What the channel does when something below it changes."""

from typing import Any

from django.dispatch import receiver

from fieldvisits.workflow.minutes import recount_windows
from fieldvisits.workflow.planning import follow_period
from outreach.calendars.signals import Moved, calendar_changed
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.signals import period_changed


@receiver(calendar_changed)
def recount(**_kwargs: Any) -> list[Moved]:
    """An edited holiday moves the days for objecting to minutes, in the same transaction."""
    return recount_windows()


@receiver(period_changed)
def plans_follow(*, point: ContactPoint, **_kwargs: Any) -> None:
    """Plans go over to the next period, or are called off, in the same transaction."""
    follow_period(point=point)
