"""Postings that end by themselves: nobody presses a button then, so what is open is looked for before and after."""

from datetime import timedelta

from outreach.common import clock
from outreach.org.duties import desks_left_empty
from outreach.org.models import Posting
from outreach.org.workflow import heaps

#: Two weeks are enough to find a successor; what was still open after three months has been seen by others.
BEFORE, AFTER = timedelta(days=14), timedelta(days=90)


def lapsing() -> list[Posting]:
    """Postings about to end, or ended lately, that leave work in hand or an empty desk, the first to end first."""
    today = clock.today()
    near = Posting.objects.filter(until__gte=today - AFTER, until__lte=today + BEFORE, awaits_second=False)
    near = near.filter(user__is_active=True).select_related("unit", "user").order_by("until", "pk")
    return [one for one in near if heaps(one.user, [one]) or desks_left_empty(one.user, [one])]
