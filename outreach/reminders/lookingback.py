"""Told in time: a look-back opens, and later is late; for whoever may do it and had no hand in the result."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from outreach.common import clock
from outreach.ledger.models import IssueEvent, IssueExclusion, LookBack
from outreach.ledger.models.lookback import HANDS
from outreach.ledger.permissions import LOOK_BACK, SEALED
from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.reminders.models import Notice

#: How far people have been told, and the notice of it.
_OPEN, _LATE = 1, 2
_KINDS = {_OPEN: "look_back", _LATE: "look_back_late"}
_BATCH = 500


@transaction.atomic
def tell_of_look_backs() -> int:
    """One notice when it opens and one when it is late; returns how many look-backs were told of. Safe to run twice."""
    today = clock.today()
    untold = Q(opens_on__lte=today, told__lt=_OPEN) | Q(due_on__lt=today, told__lt=_LATE)
    rows = LookBack.objects.waiting().filter(untold).select_related("issue__unit").select_for_update(of=("self",))
    due = list(rows.order_by("pk")[:_BATCH])
    if not due:
        return 0
    notices = []
    people = _people(due)
    for one in due:
        one.told = _LATE if one.due_on < today else _OPEN
        key = f"look_back:{one.pk}:{one.closing}:{one.told}"
        notices += [
            Notice(user_id=person, issue=one.issue, kind=_KINDS[one.told], key=key) for person in sorted(people[one.pk])
        ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    LookBack.objects.bulk_update(due, ["told"])
    return len(due)


def _people(due: list[LookBack]) -> dict[int, set[int]]:
    """By look-back, whoever may do it; the same statements for one as for hundreds."""
    issues = [one.issue_id for one in due]
    kept_away: dict[int, set[int | None]] = defaultdict(set)
    for issue, person in IssueEvent.objects.filter(issue__in=issues, step__in=HANDS).values_list("issue", "actor"):
        kept_away[issue].add(person)
    for issue, person in IssueExclusion.objects.filter(issue__in=issues).values_list("issue", "user"):
        kept_away[issue].add(person)
    inspectors = grants.roles_with(SEALED)
    serving = Posting.objects.current().filter(role__in=grants.roles_with(LOOK_BACK), user__is_active=True)
    posts = list(serving.values_list("user", "unit__path", "role"))
    return {
        one.pk: {
            person
            for person, path, role in posts
            if one.issue.unit.path.startswith(path) and (role in inspectors) == one.issue.is_sealed
        }
        - {*kept_away[one.issue_id], one.issue.handler_id, one.issue.submitted_by_id}
        for one in due
    }
