"""What is kept of one person, for that person and for the officer who helps them: taken along, and put right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach.common.access import ByCode, access
from outreach.common.text import clean_text
from outreach.common.transitions import RefusedStepError
from outreach.door.gates import Gate
from outreach.org.scoping import Rights
from petitions import slowing
from petitions.forms.persondata import CorrectForm, OfficerCorrectForm, OwnCorrectForm, ProofForm
from petitions.identities import is_kept, is_proved
from petitions.models import Petition, Reveal
from petitions.persondata import PersonData
from petitions.views.base import DeskView
from petitions.views.reveal import find_reveal, leaving_in_time
from petitions.views.visitor import tracked_petition
from petitions.workflow import persons, revealing

LONGEST_TYPED = 40


class ExportView(DeskView):
    """``/petitions/<number>/identity/<id>/export/``: all data of the person, while the reveal runs."""

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        reveal = find_reveal(self, number, pk)
        try:
            whose = clean_text(request.POST.get("whose", ""))[:LONGEST_TYPED].strip()
            data = persons.export_for_officer(reveal=reveal, rights=self.rights, number=whose)
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))
            return redirect("petitions:identity", number)
        return handed_out(request, data, number)


class CorrectView(DeskView):
    """``/petitions/<number>/identity/<id>/correct/``: parts put right at the petitioner's word."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        reveal = find_reveal(self, number, pk)
        return self.page(reveal, OfficerCorrectForm(parts=persons.correctable(reveal)))

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        reveal = find_reveal(self, number, pk)
        form = OfficerCorrectForm(request.POST, parts=persons.correctable(reveal))
        if not form.is_valid():
            return self.page(reveal, form)
        given = {"changes": form.changes, "reason": form.cleaned_data["reason"], "rights": self.rights}
        try:
            persons.correct_identity(petition=reveal.petition, reveal=reveal, **given)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(reveal, form)
        messages.success(request, _("已更正，依据和改了哪几项记入审计。"))
        return redirect("petitions:identity", number)

    def page(self, reveal: Reveal, form: OfficerCorrectForm) -> HttpResponse:
        try:
            revealing.refuse_unless_running(reveal, self.rights)
        except RefusedStepError as refused:
            raise PermissionDenied(refused.reason) from refused
        context = {"petition": reveal.petition, "reveal": reveal, "form": form}
        return leaving_in_time(render(self.request, "petitions/identity_correct.html", context), reveal)


@access(ByCode())
@never_cache
def own_data(request: HttpRequest) -> HttpResponse:
    """``/petitions/track/data/``: by code, and something only the petitioner knows."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    if request.method != "POST":
        return _own_page(request, petition, ProofForm())
    is_known = is_kept(petition)  # nobody is written into a matter that was brought without a name
    form = OwnCorrectForm(request.POST) if is_known and "correct" in request.POST else ProofForm(request.POST)
    is_valid, gate = form.is_valid(), slowing.before_a_code(request)
    if not is_known or (is_valid and gate.opens() and _is_theirs(petition, form, gate)):
        return _take_or_correct(request, petition, form)
    return _own_page(request, petition, form, gate)


def _is_theirs(petition: Petition, form: ProofForm, gate: Gate) -> bool:
    """Whether the proof fits; wrong ones are slowed like wrong codes. An anonymous matter has the code alone."""
    if is_proved(petition, form.cleaned_data["proof"]):
        gate.forgive()
        return True
    gate.count_miss()
    form.add_error("proof", _("和登记时留的对不上。连着写错几次，要过一会儿才能再试。"))
    return False


def _take_or_correct(request: HttpRequest, petition: Petition, form: ProofForm) -> HttpResponse:
    try:
        if not isinstance(form, OwnCorrectForm):
            return handed_out(request, persons.export_for_petitioner(petition=petition), petition.number)
        said = _("本人凭查询码更正")
        persons.correct_identity(petition=petition, changes=form.changes, reason=said, rights=Rights.system())
    except RefusedStepError as refused:
        form.add_error(None, str(refused.reason))
        return _own_page(request, petition, form)
    messages.success(request, _("已更正。"))
    return redirect("petitions:own_data")


def _own_page(request: HttpRequest, petition: Petition, form: ProofForm, gate: Gate | None = None) -> HttpResponse:
    is_correcting = isinstance(form, CorrectForm)
    context = {
        "petition": petition,
        "is_kept": is_kept(petition),
        "form": ProofForm() if is_correcting else form,
        "correct_form": form if is_correcting else OwnCorrectForm(),
        "is_correcting": is_correcting,
        "gate": gate,
    }
    return render(request, "petitions/own_data.html", context)


def handed_out(request: HttpRequest, data: PersonData, number: str) -> HttpResponse:
    """As JSON for another system, else as a page to read; both to keep, neither kept by the browser."""
    response: HttpResponse
    if request.POST.get("format") == "json":
        response = JsonResponse(data.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
        name = f"{number}.json"
    else:
        response = render(request, "petitions/persondata.html", {"data": data, "number": number})
        name = f"{number}.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
