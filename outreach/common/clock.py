"""The one clock of the portal: Shanghai time, and movable, so that a year can be lived through in a second.

The demo and the simulations travel in time through the real workflow; everything else
reads the wall clock. Due *dates* end at 24:00 in Asia/Shanghai (Civil Code, Art. 203).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moved.get() or timezone.now()


def today() -> date:
    """Today's date in Asia/Shanghai."""
    return timezone.localtime(now()).date()


def day_of(moment: datetime) -> date:
    """The date in Asia/Shanghai on which ``moment`` falls."""
    return timezone.localtime(moment).date()


def start_of(day: date) -> datetime:
    """The moment in Asia/Shanghai at which ``day`` begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


@contextmanager
def travel_to(moment: datetime) -> Iterator[None]:
    """Inside the block it is ``moment`` (aware) for everything that asks this clock."""
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
