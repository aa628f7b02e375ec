"""Work that begins again, since its result did not hold."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from outreach.calendars.clocks import Clock
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.workflow.clocks import start_clock
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.scoping import Rights

_SENT_BACK = pgettext_lazy("起算", "退回")


def take_up_again(*, issue: Issue, name: str, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """A closed item goes back to its handler by the step ``name``; soon after closing it counts as a rebound 反弹."""
    with LEDGER.moving(issue, name, rights, version) as move:
        closed_on = clock.day_of(move.row.closed_at) if move.row.closed_at else clock.today()
        is_rebound = (clock.today() - closed_on).days <= limits.length("ledger.rebound")
        move.row.reopen_count += is_rebound
        move.row.closed_at = None
        restart(move.row, limits.length("ledger.reopened"))
        move.note = reason
        move.detail = {"rebound": is_rebound}
        return move.row


def restart(issue: Issue, workdays: int) -> None:
    """A result that did not hold gets a deadline of its own; the original one stays in the history."""
    issue.accepted_at = None
    issue.submitted_at = None
    # Asked for under the deadline that is gone: granted now it would add days to this one.
    issue.extensions.filter(is_granted=None).update(is_granted=False, decided_at=clock.now())
    start_clock(
        issue,
        Clock.workdays(gettext_lazy("重新办理"), clock.today(), workdays, start_label=_SENT_BACK),
    )
