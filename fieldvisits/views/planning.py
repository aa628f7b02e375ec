"""Planned visits, and done against due for the office and the leader concerned."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from fieldvisits.calendar import Month, weeks_of
from fieldvisits.forms import PlanForm
from fieldvisits.models import VisitPlan
from fieldvisits.quarters import Quarter
from fieldvisits.queries import Progress, progress_of
from fieldvisits.timing import Timing
from fieldvisits.views.reading import rights_of
from fieldvisits.workflow.planning import may_approve, plan_visits
from outreach.common import clock
from outreach.common.access import SignedIn, access
from outreach.common.keyset import Order, page_of
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights

PAGE_SIZE = 50


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """One quarter: the points one may look at in the order of the tree, never of the figures."""
    rights = rights_of(request)
    points = ContactPoint.objects.with_quota_for(rights)
    quarter, today = Quarter.read(request.GET.get("quarter", ""), clock.today()), clock.today()
    page = page_of(
        points.active(min(max(today, quarter.first), quarter.last)).for_list(),
        Order("id"),
        size=PAGE_SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    if not page.rows:  # who has points sees plans, also where the period of all of them has ended
        _check_sees_plans(rights)
    form = PlanForm(request.POST or None, rights=rights, initial=_asked(request))
    if form.is_valid() and _planned(request, form):
        return redirect(_quarter_url(Quarter.of(form.cleaned_data["planned_on"])))
    context = {
        "form": form,
        "quarter": quarter,
        "page": page,
        "rows": _with_proposals(progress_of(page.rows, quarter), quarter, rights),
        "today": today,
        "waiting": [plan for plan in _waiting(rights) if may_approve(plan.contact_point, rights)],
    }
    return render(request, "fieldvisits/plan.html", context)


def _with_proposals(rows: list[Progress], quarter: Quarter, rights: Rights) -> list[tuple[Progress, list[date]]]:
    """Each point with the days that suit a visit that is still missing and not planned."""
    timing = Timing([row.point for row in rows], max(quarter.first, clock.today()), quarter.last, rights)
    return [(row, timing.proposals(row.point) if row.is_to_be_planned else []) for row in rows]


def _asked(request: HttpRequest) -> dict[str, Any]:
    """A point and a day named in the address: proposals and contact points link here."""
    return {"contact_point": request.GET.get("point"), "planned_on": request.GET.get("day")}


def _planned(request: HttpRequest, form: PlanForm) -> bool:
    data, rights = form.cleaned_data, rights_of(request)
    point, days = data["contact_point"], form.days
    try:
        made = plan_visits(
            point=point, days=days, note=data["note"], is_unannounced=data["is_unannounced"], rights=rights
        )
    except RefusedStepError as refused:
        form.add_error("planned_on", str(refused.reason))
        return False
    n = len(made)
    messages.success(request, ngettext("已安排 %(n)d 次。", "已安排 %(n)d 次。", n) % {"n": n})
    timing = Timing([point], days[0], days[-1], rights)
    for day in days:
        for words in timing.warnings(point, day):
            messages.warning(request, _("%(day)s：%(words)s。") % {"day": day, "words": words})
    return True


def _waiting(rights: Rights) -> QuerySet[VisitPlan]:
    """What leaders and liaisons intend, for the office to agree to."""
    plans = VisitPlan.objects.visible_to(rights).standing().for_page()
    return plans.filter(approved_at=None, planned_on__gte=clock.today())[:PAGE_SIZE]


@access(SignedIn())
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """The squares of a month: what is planned, and which leader was where."""
    rights = rights_of(request)
    _check_sees_plans(rights)
    shown = Month.read(request.GET.get("month", ""), clock.today())
    context = {"month": shown, "weeks": weeks_of(shown, rights), "today": clock.today()}
    return render(request, "fieldvisits/plan_month.html", context)


def _check_sees_plans(rights: Rights) -> None:
    if not ContactPoint.objects.with_quota_for(rights).exists():
        raise PermissionDenied(_("走访计划只给台账办、联系领导和联络员看；四不两直的走访不提前告诉单位。"))


def _quarter_url(quarter: Quarter) -> str:
    return f"{reverse('fieldvisits:plan')}?quarter={quarter.key}"
