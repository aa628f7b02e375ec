"""The first page: the entrance for everybody, my work for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.access import Public, access
from outreach.dashboard.mypoints import my_points, started
from outreach.dashboard.mywork import stats, work
from outreach.dashboard.scope import Scope
from outreach.dashboard.views.entrance import entrance
from outreach.ledger.permissions import REPORT, VIEW
from outreach.org.scoping import Rights


@access(Public())
def home(request: HttpRequest) -> HttpResponse:
    """``/``."""
    return my_work(request) if request.user.is_authenticated else entrance(request)


def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for me before anything else; statistics only as doors to their rows."""
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    scope = Scope(rights)
    at_hand = work(scope)
    context = {
        "greeting": _greeting(),
        "today": scope.today,
        "units": rights.units,
        "work": at_hand,
        "stats": stats(scope, at_hand.beside) if rights.may(VIEW) else [],
        "points": my_points(scope),
        "started": started(scope),
        "may_view": rights.may(VIEW),
        "may_report": rights.may(REPORT),
    }
    return render(request, "dashboard/home.html", context)


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    by_hour = [(5, _("夜深了")), (11, _("早上好")), (13, _("中午好")), (18, _("下午好")), (24, _("晚上好"))]
    return next(words for until, words in by_hour if hour < until)
