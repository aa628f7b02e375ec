"""A new tracking code for whoever wants one that nobody else has seen, on the query page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach.common.access import ByCode, access
from outreach.door.gates import Gate
from outreach.door.visitors import forget, visitor_of
from petitions import slowing, vault
from petitions.forms.persondata import ProofForm
from petitions.forms.public import CodeForm
from petitions.identities import is_kept, is_proved
from petitions.models import Petition
from petitions.views.receipt import qr_of, slip_of
from petitions.views.visitor import NEW_CODE, open_tracking, tracked_petition
from petitions.workflow.codes import renew_code


@access(ByCode())
@never_cache
def new_code(request: HttpRequest) -> HttpResponse:
    """``/petitions/track/code/``: drawn for whoever proves to be the petitioner, shown until it is typed back."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    if NEW_CODE in visitor_of(request):
        return _shown(request, petition)
    is_named, form = is_kept(petition), ProofForm(request.POST or None)
    if request.method != "POST":
        return _asked(request, petition, form)
    is_valid, gate = form.is_valid(), slowing.before_a_code(request)
    if not gate.opens() or (is_named and not (is_valid and _is_theirs(petition, form, gate))):
        return _asked(request, petition, form, gate)
    visitor_of(request)[NEW_CODE] = renew_code(petition=petition)
    petition.refresh_from_db(fields=["code_renewed_at"])
    open_tracking(request, petition)
    return redirect("petitions:new_code")


def _is_theirs(petition: Petition, form: ProofForm, gate: Gate) -> bool:
    if is_proved(petition, form.cleaned_data["proof"]):
        gate.forgive()
        return True
    gate.count_miss()
    form.add_error("proof", _("和登记时留的对不上。连着写错几次，要过一会儿才能再试。"))
    return False


def _asked(request: HttpRequest, petition: Petition, form: ProofForm, gate: Gate | None = None) -> HttpResponse:
    context = {"petition": petition, "form": form, "is_kept": is_kept(petition), "gate": gate}
    return render(request, "petitions/track_new_code.html", context)


def _shown(request: HttpRequest, petition: Petition) -> HttpResponse:
    code = visitor_of(request)[NEW_CODE]
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        if vault.plain_code(form.cleaned_data["code"]) == code:
            forget(request, NEW_CODE)
            messages.success(request, _("核对无误。查询码请收好，我们这里也看不到它。"))
            return redirect("petitions:track")
        form.add_error("code", _("和上面的查询码对不上，请照着再输一遍。"))
    spoken = vault.spoken_code(code)
    context = {"petition": petition, "form": form, "code": spoken, "qr": qr_of(spoken)}
    return render(request, "petitions/track_new_code.html", context)


@access(ByCode())
@never_cache
def new_slip(request: HttpRequest) -> HttpResponse:
    """``/petitions/track/code/slip.txt``: the new code as a file, as long as it is shown."""
    petition, code = tracked_petition(request), visitor_of(request).get(NEW_CODE, "")
    if petition is None or not code:
        raise Http404
    return slip_of(request, petition, code)
