"""The list, the page and the form of a contact point."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from outreach.common.access import Permitted, SignedIn, access
from outreach.common.keyset import Order, page_of
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints import workflow
from outreach.contactpoints.candidates import chosen
from outreach.contactpoints.forms import PointForm
from outreach.contactpoints.forms.criteria import as_initial
from outreach.contactpoints.models import HIGHEST, ContactPoint, Criterion, PointReview, UnitAssessment
from outreach.contactpoints.panels import panels
from outreach.contactpoints.periods import carried_over, may_be_reviewed, renewal_of
from outreach.contactpoints.permissions import EDIT, RANK, SEE_QUOTA
from outreach.contactpoints.profiles import condition_of
from outreach.contactpoints.queries import VIEWS, listed
from outreach.org.scoping import Rights

PAGE_SIZE = 50


def rights_of(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    return rights


@access(SignedIn())
@require_GET
def point_list(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request)
    view = request.GET.get("view", VIEWS[0])
    context = {
        "page": page_of(
            listed(rights, request.GET),
            Order("id"),
            size=PAGE_SIZE,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        ),
        "view": view if view in VIEWS else VIEWS[0],
        "q": request.GET.get("q", "")[:60],
        "may_edit": rights.may(EDIT),
        "may_rank": rights.may(RANK),
        "sees_quota": rights.may(SEE_QUOTA),
        "highest": HIGHEST * len(Criterion),
    }
    return render(request, "contactpoints/point_list.html", context)


@access(SignedIn())
@require_GET
def point_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit, why it was chosen, and what the rooms above know of it."""
    rights = rights_of(request)
    point = get_object_or_404(ContactPoint.objects.visible_to(rights).for_list(), pk=pk)
    shown = panels.of(point, rights)
    written = PointReview.objects.filter(point=point).first()
    context = {
        "point": point,
        "scores": point.scores.all(),
        "highest": HIGHEST,
        "highest_total": HIGHEST * len(Criterion),
        "lists": [panel for panel in shown if not panel.is_story],
        "stories": [panel for panel in shown if panel.is_story],
        "figures": [figure for panel in shown for figure in panel.figures],
        "actions": [action for panel in shown for action in panel.actions],
        "next_on": min((line.on for panel in shown for line in panel.lines if line.is_next and line.on), default=None),
        "may_edit": point.is_editable_by(rights),
        "condition": condition_of(point.unit, rights),
        "chosen": chosen(point, rights),
        "tenures": point.tenures.select_related("leader__user", "liaison"),
        "review": written,
        "may_review": may_be_reviewed(point, written),
    }
    return render(request, "contactpoints/point_detail.html", context)


@access(Permitted(EDIT, gettext_lazy("联系点由台账办设立和调整。")))
@require_http_methods(["GET", "POST"])
def point_create(request: HttpRequest) -> HttpResponse:
    """A new point; ``?after=`` names the reviewed period it follows."""
    rights = rights_of(request)
    ended = renewal_of(request.GET.get("after", ""), rights)
    shown = carried_over(ended) if ended else _asked(request)
    return _edit(request, PointForm(request.POST or None, rights=rights, renews=ended, initial=shown), None)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def point_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rights = rights_of(request)
    point = get_object_or_404(ContactPoint.objects.visible_to(rights).select_related("unit", "leader"), pk=pk)
    if not point.is_editable_by(rights):
        raise PermissionDenied(_("联系点由台账办设立和调整。"))
    return _edit(request, PointForm(request.POST or None, rights=rights, point=point), point)


def _edit(request: HttpRequest, form: PointForm, point: ContactPoint | None) -> HttpResponse:
    """Show the form, or take the decision and open the point's page."""
    if not form.is_valid():
        context = {"form": form, "point": point}
        return render(request, "contactpoints/point_edit.html", context)
    rights = rights_of(request)
    try:
        if point is None:
            why = form.cleaned_data["chosen_why"]
            saved = workflow.open_point(choice=form.choice, rights=rights, why=why, renews=form.renews)
        else:
            why = form.cleaned_data["change_why"]
            saved = workflow.change_point(point=point, choice=form.choice, rights=rights, why=why)
    except (RefusedStepError, ValidationError) as refused:  # the latter: it became a point since the form looked
        form.add_error(None, refused.messages if isinstance(refused, ValidationError) else str(refused.reason))
        return render(request, "contactpoints/point_edit.html", {"form": form, "point": point}, status=409)
    messages.success(request, _("已保存。"))
    return redirect(saved)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """A unit named in the address, so that other pages can link here; with what the office found of it so far."""
    unit = request.GET.get("unit", "")
    if not (unit.isdecimal() and len(unit) < 12):
        return {}
    judged = UnitAssessment.objects.visible_to(rights_of(request)).filter(unit=int(unit)).first()
    shown = as_initial(judged.by_criterion) if judged else {}
    return {"unit": unit, "from_ranking": request.GET.get("from") == "candidates", **shown}
