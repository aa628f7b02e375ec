"""What the ledger does when something below it changes."""

from typing import Any

from django.dispatch import receiver

from outreach.calendars.signals import Moved, calendar_changed
from outreach.ledger.workflow.clocks import recount_co_units, recount_open_clocks


@receiver(calendar_changed)
def recount(**_kwargs: Any) -> list[Moved]:
    """An edited holiday moves open deadlines, in the same transaction."""
    return [*recount_open_clocks(), *recount_co_units()]
