"""News from the calendar for the rooms above it."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal

#: Sent inside the transaction that changed days; every receiver returns a list of ``Moved``.
calendar_changed = Signal()
#: Sent last in that transaction: ``moved`` deadlines went with it.
calendar_told = Signal()


@dataclass(frozen=True)
class Moved:
    """A deadline that an edited calendar moved."""

    label: str
    old_due_on: date
    new_due_on: date
    url: str = ""
