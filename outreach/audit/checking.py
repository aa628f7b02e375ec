"""Checks of the chain: asked for on the page or due by the calendar, walked by the scheduler."""

from datetime import timedelta

from django.db.models import Q

from outreach.accounts.models import User
from outreach.audit.models import ChainCheck
from outreach.audit.verify import verify
from outreach.audit.workflow import record
from outreach.common import clock

#: Without anybody asking, the chain is walked once a day.
EVERY = timedelta(days=1)
#: A walk that has not come to an end for so long was killed.
LOST = timedelta(hours=2)


def ask_for_check(*, by: User) -> ChainCheck:
    """Write down that somebody wants the chain checked; a check that waits already is as good."""
    waiting = ChainCheck.objects.filter(begun_at=None).first()
    if waiting is None:
        waiting = ChainCheck.objects.create(asked_by=by)
        record(action="audit.check_asked", actor=by)
    return waiting


def run_due() -> ChainCheck | None:
    """Walk the chain if a check waits, or the last one is a day old; two rounds at once never walk for the same one."""
    now = clock.now()
    due = ChainCheck.objects.filter(Q(begun_at=None) | Q(ended_at=None, begun_at__lt=now - LOST)).order_by("pk").first()
    if due is None:
        if ChainCheck.objects.filter(begun_at__gt=now - EVERY).exists():
            return None
        due = ChainCheck.objects.create()
    mine = ChainCheck.objects.filter(pk=due.pk, begun_at=due.begun_at).update(begun_at=now)
    return walk(due) if mine else None


def walk(check: ChainCheck) -> ChainCheck:
    """Verify, and keep what was found; the finding is an act of its own."""
    verdict = verify()
    check.refresh_from_db()
    check.count, check.broken_seq, check.reason = verdict.count, verdict.seq, verdict.reason[:300]
    check.ended_at = clock.now()
    check.save()
    found = {"count": verdict.count, "broken_at": verdict.seq, "reason": verdict.reason}
    record(action="audit.checked", actor=check.asked_by, detail={name: value for name, value in found.items() if value})
    return check
