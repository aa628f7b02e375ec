"""Steps that fall due by themselves: signing, waking, supervising (domain: default triggers of 督办)."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial

from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import CoUnit, DrawKey, Issue, IssueEvent, IssueQuerySet, Supervision
from outreach.ledger.states import State, SupervisionLevel
from outreach.ledger.workflow import raise_supervision, resume, sign_for
from outreach.org.scoping import Rights

logger = logging.getLogger(__name__)


def run() -> int:
    """Take every step that is due now; returns how many. Running twice takes none twice."""
    DrawKey.of(clock.today())  # its fingerprint stands before the month's first item is closed
    return sign_unsigned() + wake_suspended() + supervise_late() + supervise_idle()


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
    """Overdue → yellow card; overdue by ten days, or under a second deadline → red card.

    What was lifted (摘牌) is not raised again for the same miss.
    """
    days = limits.length("ledger.red_card")
    by_portal = Supervision.objects.filter(
        issue=OuterRef("pk"), level__gte=SupervisionLevel.YELLOW_CARD, raised_by=None
    )
    missed_before = Exists(by_portal.filter(raised_at__date__lte=OuterRef("due_on")))
    is_red = Q(due_on__lte=clock.today() - timedelta(days=days)) | Q(missed_before)
    late = Issue.objects.unsealed().overdue()
    red = late.filter(is_red, supervision_level__lt=SupervisionLevel.RED_CARD)
    yellow = late.filter(~is_red, supervision_level__lt=SupervisionLevel.YELLOW_CARD)
    raised = _each(_not_lifted(red, days), _raised_to(SupervisionLevel.RED_CARD, _("逾期自动督办")))
    return raised + _each(_not_lifted(yellow, days), _raised_to(SupervisionLevel.YELLOW_CARD, _("逾期自动督办")))


def _not_lifted(issues: Iterable[Issue], red_days: int) -> Iterator[Issue]:
    """Those whose card was not lifted since what would raise it now came to pass."""
    for issue in issues:
        late = (clock.today() - issue.due_on).days if issue.due_on else 0
        since = clock.today() - timedelta(days=late - (red_days if late >= red_days else 1))
        if not issue.supervisions.filter(lifted_at__gte=clock.start_of(since)).exists():
            yield issue


def supervise_idle() -> int:
    """Standing still → ordinary supervision, once an assignment: lifted, it comes back for a missed deadline alone."""
    lifted = Supervision.objects.filter(issue=OuterRef("pk"), lifted_at__gte=OuterRef("assigned_at"))
    quiet = Issue.objects.unsealed().filter(~Exists(lifted), supervision_level=SupervisionLevel.NONE)
    return sum(
        _each(issues, _raised_to(SupervisionLevel.ORDINARY, reason))
        for issues, reason in (
            (_half_gone(quiet), _("时间过半还没有填报进展，自动督办")),
            (_return_waits(quiet), _("申请退回还没有答复，自动督办")),
            (_co_unit_is_silent(quiet), _("协办单位过期没有答复，自动督办")),
        )
    )


def _half_gone(issues: IssueQuerySet) -> IssueQuerySet:
    """Half the time is gone, and nobody has reported any progress."""
    today = Value(clock.today(), output_field=DateField())
    at_work = issues.filter(status__in=(State.ASSIGNED, State.IN_PROGRESS), due_on__gte=clock.today())
    timed = at_work.annotate(gone=today - TruncDate("assigned_at"), left=F("due_on") - today)
    return timed.filter(progressed_at=None, left__lte=F("gone"))


def _return_waits(issues: IssueQuerySet) -> IssueQuerySet:
    """A return was asked for so many workdays ago, and the office has not decided."""
    last_day = WorkCalendar.current().add_workdays(clock.today(), -limits.length("ledger.return_request"))
    came = IssueEvent.objects.filter(
        ~Q(before=State.RETURN_REQUESTED), issue=OuterRef("pk"), after=State.RETURN_REQUESTED
    )
    asked_at = Subquery(came.order_by("-pk").values("at")[:1])
    waiting = issues.filter(status=State.RETURN_REQUESTED).annotate(asked_at=asked_at)
    return waiting.filter(asked_at__lt=clock.start_of(last_day))


def _co_unit_is_silent(issues: IssueQuerySet) -> IssueQuerySet:
    """Another unit was asked, and its day for answering is over."""
    silent = CoUnit.objects.filter(issue=OuterRef("pk"), answered_at=None, due_on__lt=clock.today())
    return issues.filter(Exists(silent), status__in=(State.IN_PROGRESS, State.LONG_TERM))


def _raised_to(level: SupervisionLevel, reason: str) -> Callable[..., object]:
    return partial(raise_supervision, level=level, reason=reason, rights=Rights.system())


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
