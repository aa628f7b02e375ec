"""Where an item stands against its deadline, as conditions: for lists, and for counting several of them at once."""

from datetime import date

from django.db.models import Q

from outreach.common import clock
from outreach.ledger.states import ACTIVE, RUNNING


def active() -> Q:
    """What is being chased."""
    return Q(status__in=ACTIVE)


def running() -> Q:
    """Items whose internal clock runs."""
    return Q(status__in=RUNNING)


def overdue(today: date | None = None) -> Q:
    return running() & Q(due_on__lt=today or clock.today())


def due_soon(today: date | None = None) -> Q:
    """Not late yet, but in the last fifth of their time (at least three workdays)."""
    today = today or clock.today()
    return running() & Q(due_on__gte=today, due_soon_on__lte=today)


def on_time(today: date | None = None) -> Q:
    return running() & Q(due_soon_on__gt=today or clock.today())
