"""Which units could become contact points: the ranking, the office's judgement, the weights."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from outreach.common.access import Permitted, access
from outreach.contactpoints import workflow
from outreach.contactpoints.candidates import page_of_ranking, ranking
from outreach.contactpoints.forms import AssessmentForm, WeightsForm
from outreach.contactpoints.models import HIGHEST, Criterion, RankingWeights, UnitAssessment
from outreach.contactpoints.permissions import EDIT, RANK
from outreach.contactpoints.views.points import rights_of
from outreach.org.models import OrgUnit

FOR_CHOOSERS = Permitted(RANK, gettext_lazy("备选单位给领导、台账办和信访办看。"))


@access(FOR_CHOOSERS)
@require_GET
def candidate_list(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request)
    made = ranking(rights)
    context = {
        "ranking": made,
        "page": page_of_ranking(made, request.GET),
        "may_edit": rights.may(EDIT),
        "may_weigh": rights.everywhere(EDIT),
        "highest": HIGHEST * len(Criterion),
    }
    return render(request, "contactpoints/candidate_list.html", context)


@access(Permitted(EDIT, gettext_lazy("权重由集团台账办设定。")))
@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request)
    if not rights.everywhere(EDIT):
        raise PermissionDenied(_("权重由集团台账办设定。"))
    back = reverse("contactpoints:candidates")
    form = WeightsForm(request.POST or None, settings=RankingWeights.current(), cancel_url=back)
    if form.is_valid():
        workflow.set_weights(weights=form.weights, basis=form.cleaned_data["basis"], rights=rights)
        messages.success(request, _("权重已保存，排序按新的权重算。"))
        return redirect(back)
    return render(request, "contactpoints/weights.html", {"form": form}, status=400 if form.is_bound else 200)


@access(Permitted(EDIT, gettext_lazy("五项标准由台账办评定。")))
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    rights = rights_of(request)
    units = rights.reach(EDIT).grassroots().select_related("parent")
    unit: OrgUnit = get_object_or_404(units, pk=pk)
    earlier = UnitAssessment.objects.visible_to(rights).filter(unit=unit).select_related("made_by")
    form = AssessmentForm(request.POST or None, newest=earlier.first())
    if form.is_valid():
        workflow.assess_unit(unit=unit, scores=form.scores, rights=rights)
        messages.success(request, _("评定已保存，以前的评定都留着。"))
        return redirect("contactpoints:candidates")
    context = {"unit": unit, "form": form, "earlier": earlier[:10], "highest": HIGHEST * len(Criterion)}
    return render(request, "contactpoints/assess.html", context, status=400 if form.is_bound else 200)
