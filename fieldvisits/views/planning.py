"""Planned visits, and done against due for the office and the leader concerned."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fieldvisits import workflow
from fieldvisits.forms import CancelForm, PlanForm
from fieldvisits.models import VisitPlan
from fieldvisits.quarters import Quarter
from fieldvisits.queries import progress_of
from fieldvisits.views.reading import rights_of
from outreach.common import clock
from outreach.common.access import SignedIn, access
from outreach.common.keyset import Order, page_of
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import ContactPoint

PAGE_SIZE = 50


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """One quarter: the points one may look at in the order of the tree, never of the figures."""
    rights = rights_of(request)
    points = ContactPoint.objects.with_quota_for(rights)
    if not points.exists():
        raise PermissionDenied(_("走访计划只给台账办、联系领导和联络员看；四不两直的走访不提前告诉单位。"))
    form = PlanForm(request.POST or None, rights=rights, initial={"contact_point": request.GET.get("point")})
    if form.is_valid() and _planned(request, form):
        return redirect(_quarter_url(Quarter.of(form.cleaned_data["planned_on"])))
    quarter = Quarter.read(request.GET.get("quarter", ""), clock.today())
    page = page_of(
        points.active().for_list(),
        Order("id"),
        size=PAGE_SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "quarter": quarter,
        "page": page,
        "progress": progress_of(page.rows, quarter),
        "today": clock.today(),
        "cancel": CancelForm(auto_id=False),
    }
    return render(request, "fieldvisits/plan.html", context)


def _planned(request: HttpRequest, form: PlanForm) -> bool:
    data = form.cleaned_data
    try:
        workflow.plan_visit(
            point=data["contact_point"], planned_on=data["planned_on"], note=data["note"], rights=rights_of(request)
        )
    except RefusedStepError as refused:
        form.add_error("planned_on", str(refused.reason))
        return False
    messages.success(request, _("已安排。"))
    return True


@access(SignedIn())
@require_POST
def plan_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    rights = rights_of(request)
    plans = VisitPlan.objects.visible_to(rights).select_related("contact_point__unit", "contact_point__leader")
    intended = get_object_or_404(plans, pk=pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("没有取消：%(why)s") % {"why": form.errors["reason"][0]})
        return redirect(_quarter_url(Quarter.of(intended.planned_on)))
    try:
        workflow.cancel_plan(plan=intended, reason=form.cleaned_data["reason"], rights=rights)
        messages.success(request, _("已取消这次走访，原因留在计划里。"))
    except RefusedStepError as refused:
        messages.error(request, str(refused.reason))
    return redirect(_quarter_url(Quarter.of(intended.planned_on)))


def _quarter_url(quarter: Quarter) -> str:
    return f"{reverse('fieldvisits:plan')}?quarter={quarter.key}"
