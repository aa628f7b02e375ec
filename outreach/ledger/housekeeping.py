"""Steps that fall due by themselves: signing, waking, supervising (domain: default triggers of 督办)."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import DrawKey, Issue
from outreach.ledger.states import State, SupervisionLevel
from outreach.ledger.workflow import raise_supervision, resume, sign_for
from outreach.org.scoping import Rights

logger = logging.getLogger(__name__)


def run() -> int:
    """Take every step that is due now; returns how many. Running twice takes none twice."""
    DrawKey.of(clock.today())  # its fingerprint stands before the month's first item is closed
    return sign_unsigned() + wake_suspended() + supervise_late()


def sign_unsigned() -> int:
    """An item not signed for in two workdays counts as signed for."""
    last_day = WorkCalendar.current().add_workdays(clock.today(), -limits.length("ledger.sign_for"))
    waiting = Issue.objects.unsealed().filter(status=State.ASSIGNED, assigned_at__lt=clock.start_of(last_day))
    return _each(waiting, partial(sign_for, rights=Rights.system()))


def wake_suspended() -> int:
    """A suspended item resumes on its wake date."""
    due = Issue.objects.unsealed().filter(status=State.SUSPENDED, wake_on__lte=clock.today())
    return _each(due, partial(resume, rights=Rights.system()))


def supervise_late() -> int:
    """Overdue → yellow card; overdue by ten days → red card."""
    red_from = clock.today() - timedelta(days=limits.length("ledger.red_card"))
    late = Issue.objects.unsealed().overdue()
    red = late.filter(due_on__lte=red_from, supervision_level__lt=SupervisionLevel.RED_CARD)
    yellow = late.filter(due_on__gt=red_from, supervision_level__lt=SupervisionLevel.YELLOW_CARD)
    return _each(red, _card(SupervisionLevel.RED_CARD)) + _each(yellow, _card(SupervisionLevel.YELLOW_CARD))


def _card(level: SupervisionLevel) -> Callable[..., object]:
    return partial(raise_supervision, level=level, reason=_("逾期自动督办"), rights=Rights.system())


def _each(issues: Iterable[Issue], step: Callable[..., object]) -> int:
    """Take the step for each item; one that somebody moved meanwhile is left to them."""
    taken = 0
    for issue in issues:
        try:
            step(issue=issue)
        except RefusedStepError as refusal:
            logger.info("housekeeping left %s alone: %s", issue.number, refusal.reason)
        else:
            taken += 1
    return taken
