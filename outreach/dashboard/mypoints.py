"""The contact points and matters of one person, for the first page after signing in."""

from django.db.models import Q

from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.figures.points import PointRow, matrix
from outreach.dashboard.scope import Scope
from outreach.ledger.models import Issue

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
