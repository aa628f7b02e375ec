"""How a unit is doing 企情: its page, its description, its numbers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from outreach.common import clock
from outreach.common.access import SignedIn, access
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints import workflow
from outreach.contactpoints.forms import ProfileForm, ValueForm
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.models.profile import units_shown_to
from outreach.contactpoints.permissions import WRITE_PROFILE
from outreach.contactpoints.profiles import condition_of, earlier_descriptions
from outreach.contactpoints.views.points import rights_of
from outreach.org.models import OrgUnit


@access(SignedIn())
@require_GET
def unit_profile(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _unit(request, pk), ValueForm(initial={"as_of": clock.today()}))


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def value_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed on the unit's page; an address for sending, looking leads back there."""
    unit = _unit_to_write(request, pk)
    if request.method == "GET":
        return redirect("contactpoints:profile", unit.pk)
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, form, status=400)
    workflow.write_value(unit=unit, **form.cleaned_data, rights=rights_of(request))
    messages.success(request, _("已记下这个数，以前的数都留着。"))
    return redirect("contactpoints:profile", unit.pk)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def profile_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit, rights = _unit_to_write(request, pk), rights_of(request)
    newest = condition_of(unit, rights).profile
    back = reverse("contactpoints:profile", args=[unit.pk])
    form = ProfileForm(request.POST or None, unit_pk=unit.pk, profile=newest, cancel_url=back)
    refused: RefusedStepError | None = None
    if form.is_valid():
        try:
            based_on = form.cleaned_data["based_on"]
            workflow.describe_unit(unit=unit, words=form.words, based_on=based_on, rights=rights)
            messages.success(request, _("已保存，以前写的都留着。"))
            return redirect(back)
        except RefusedStepError as why:
            refused = why
            form.write_over(newest)
    context = {"unit": unit, "form": form, "refused": refused, "newest": newest}
    status = 409 if refused else 400 if form.is_bound else 200
    return render(request, "contactpoints/profile_edit.html", context, status=status)


def _page(request: HttpRequest, unit: OrgUnit, form: ValueForm, status: int = 200) -> HttpResponse:
    rights = rights_of(request)
    context = {
        "unit": unit,
        "condition": condition_of(unit, rights),
        "earlier": earlier_descriptions(unit, rights),
        "point": ContactPoint.objects.visible_to(rights).active().filter(unit=unit).first(),
        "form": form,
    }
    return render(request, "contactpoints/unit_profile.html", context, status=status)


def _unit(request: HttpRequest, pk: int) -> OrgUnit:
    unit: OrgUnit = get_object_or_404(units_shown_to(rights_of(request)).select_related("parent"), pk=pk)
    return unit


def _unit_to_write(request: HttpRequest, pk: int) -> OrgUnit:
    unit = _unit(request, pk)
    if not rights_of(request).covers(WRITE_PROFILE, unit.path):
        raise PermissionDenied(_("企情由台账办和本单位的负责人、基层干部填写。"))
    return unit
