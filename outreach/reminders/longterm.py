"""Told in time: the quarterly review of a long-term item is due, for whoever leads where it is handled."""

from django.db.models import Exists, OuterRef

from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.reminders.models import Notice

KIND = "review_due"
_BATCH = 500


def tell_of_reviews() -> int:
    """One notice a review and person; returns how many items were told of. Safe to run twice."""
    told = Notice.objects.filter(issue=OuterRef("pk"), kind=KIND, created_at__date__gte=OuterRef("review_on"))
    resting = Issue.objects.unsealed().filter(status=State.LONG_TERM, review_on__lte=clock.today())
    due = list(resting.filter(~Exists(told)).select_related("lead_unit").order_by("pk")[:_BATCH])
    for issue in due:
        above = [int(part) for part in issue.lead_unit.path.rstrip("/").split("/")] if issue.lead_unit else []
        leading = Posting.objects.holding(Role.LEADER).filter(unit__in=above, user__is_active=True)
        people = set(leading.values_list("user", flat=True)) - issue.exclusions.all().people()
        key = f"review:{issue.pk}:{issue.review_on}"
        notices = [Notice(user_id=one, issue=issue, kind=KIND, key=key) for one in sorted(people)]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(due)
