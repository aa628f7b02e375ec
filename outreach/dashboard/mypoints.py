"""The contact points and matters of one person, for the first page after signing in."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.calendars.lights import DayKind
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.periods import Asked, Owed, reviews_owed
from outreach.dashboard.figures.points import PointRow, matrix
from outreach.dashboard.scope import Scope
from outreach.ledger.models import Issue
from outreach.ledger.sources import WorkLine
from outreach.org.scoping import Rights

_STARTED = 5
_POINTS = 6


def my_points(scope: Scope) -> list[PointRow]:
    """Those I go to or arrange visits for, those in most trouble first, with the visits of this quarter."""
    if scope.rights.user is None:
        return []
    mine = Q(leader__user=scope.rights.user) | Q(liaison=scope.rights.user)
    points = ContactPoint.objects.visible_to(scope.rights).active(scope.today).filter(mine)
    return matrix(scope, points.select_related("unit__parent", "leader__user"), [])[:_POINTS]


def started(scope: Scope) -> list[Issue]:
    """What I brought in and is still being chased, the newest first."""
    if scope.rights.user is None:
        return []
    mine = scope.issues.active().filter(author=scope.rights.user)
    return list(mine.for_list().order_by("-created_at", "-pk")[:_STARTED])


def period_lines(rights: Rights) -> list[WorkLine]:
    """Periods of contact points that end: the office reviews them and sets up the next, their leaders answer."""
    return [_period_line(owed) for owed in reviews_owed(rights)]


def _period_line(owed: Owed) -> WorkLine:
    title, verb = {
        Asked.REVIEW: (_("%(unit)s：联系期快满，写期满评估"), _("写评估")),
        Asked.ANSWER: (_("%(unit)s：联系期满，听您的意见"), _("填写意见")),
        Asked.RENEWAL: (_("%(unit)s：评估过了，还没设下一期"), _("设下一期")),
    }[owed.what]
    return WorkLine(
        title=title % {"unit": owed.point.unit},
        url=reverse("contactpoints:review", args=[owed.point.pk]),
        verb=verb,
        due_on=owed.due_on,
        day_kind=DayKind.CALENDAR,
    )
