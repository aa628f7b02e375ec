"""Told in time: a posting ends by itself, and somebody's work or a desk would be left."""

from outreach.org.lapsing import lapsing
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.reminders.models import Notice


def tell_of_lapsing() -> None:
    """One notice a posting and day of its end, to whoever serves and to who keeps postings; safe to run twice."""
    serving = Posting.objects.holding(Role.SECURITY_ADMIN).filter(user__is_active=True)
    keepers = set(serving.values_list("user", flat=True))
    wanted = [_notice(posting, person) for posting in lapsing() for person in sorted(keepers | {posting.user_id})]
    Notice.objects.bulk_create(wanted, ignore_conflicts=True)


def _notice(posting: Posting, person: int) -> Notice:
    return Notice(user_id=person, kind="posting_lapses", key=f"lapse:{posting.pk}:{posting.until}")
