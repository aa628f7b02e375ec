"""One planned visit: when, why, the letter that tells of it; agreed to, moved, called off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fieldvisits.forms import CancelForm, MoveForm
from fieldvisits.models import VisitPlan
from fieldvisits.models.plan import DOSSIER
from fieldvisits.permissions import RECORD
from fieldvisits.timing import timing_of
from fieldvisits.views.reading import rights_of
from fieldvisits.workflow import planning as verbs
from outreach.common.access import SignedIn, access
from outreach.common.transitions import RefusedStepError
from outreach.documents.panel import has_documents, panel_of
from outreach.org.scoping import Rights

_FORMS: dict[str, Any] = {"move": MoveForm, "cancel": CancelForm, "approve": None}


@access(SignedIn())
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _plan(pk, rights_of(request)))


@access(SignedIn())
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Agree, move, call off; what was typed stays where something is missing."""
    rights = rights_of(request)
    plan = _plan(pk, rights)
    if name not in _FORMS:
        raise Http404
    form = _FORMS[name](request.POST) if _FORMS[name] else None
    if form is not None and not form.is_valid():
        return _page(request, plan, **{name: form})
    try:
        done = _take(name, plan, form, rights)
    except RefusedStepError as refused:
        if form is None:
            messages.error(request, str(refused.reason))
            return redirect(plan)
        form.add_error(None, str(refused.reason))
        return _page(request, plan, status=409, **{name: form})
    messages.success(request, done)
    return redirect(plan)


def _take(name: str, plan: VisitPlan, form: Any, rights: Rights) -> str:
    """The verb, and what to say of it; speaks up where the new day is an unlucky one."""
    if name == "approve":
        verbs.approve_plan(plan=plan, rights=rights)
        return _("已同意。")
    if name == "cancel":
        verbs.cancel_plan(plan=plan, rights=rights, **form.cleaned_data)
        return _("已取消这次走访，原因留在计划里。")
    moved = verbs.move_plan(plan=plan, rights=rights, **form.cleaned_data)
    said = timing_of(plan.contact_point, moved.planned_on, rights).warnings(plan.contact_point, moved.planned_on)
    return _("已改期。%(warnings)s") % {"warnings": _("；").join(said)}


def _plan(pk: int, rights: Rights) -> VisitPlan:
    plans = VisitPlan.objects.visible_to(rights).for_page().saying_briefs(rights).select_related("approved_by")
    plan: VisitPlan = get_object_or_404(plans.annotate(has_documents=has_documents(DOSSIER)), pk=pk)
    return plan


def _page(request: HttpRequest, plan: VisitPlan, *, status: int = 200, **forms: Any) -> HttpResponse:
    rights, point = rights_of(request), plan.contact_point
    may_change = verbs.may_plan(point, rights) and plan.is_standing
    warnings = timing_of(point, plan.planned_on, rights).warnings(point, plan.planned_on) if plan.is_to_come() else []
    context = {
        "plan": plan,
        "warnings": [words for words in warnings if may_change],
        "documents": panel_of(DOSSIER, plan, rights),
        "may_change": may_change,
        "may_approve": may_change and not plan.is_approved and verbs.may_approve(point, rights),
        "may_log": rights.covers(RECORD, point.unit.path) and plan.is_standing,
        "move": MoveForm(auto_id="move_%s"),
        "cancel": CancelForm(auto_id="cancel_%s"),
        **forms,
    }
    return render(request, "fieldvisits/plan_detail.html", context, status=status)
