"""The receipt: the tracking code, shown until it has been typed back, to keep, print or take along."""

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outreach.calendars import workdays
from outreach.common import clock
from outreach.common.access import ByCode, access
from outreach.door.visitors import visitor_of
from petitions import drafts, vault
from petitions.drafts import Draft
from petitions.forms.public import CodeForm
from petitions.models import MailWish, Petition
from petitions.views.visitor import RECEIPT, open_tracking


@access(ByCode())
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """The number, the code with its QR picture, and what comes next."""
    _token, draft, petition = _received(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not draft.code:  # confirmed already: nothing that is typed now opens anything
            return redirect("petitions:receipt")
        if vault.plain_code(form.cleaned_data["code"]) == draft.code:
            _confirm(request, petition)
            return redirect("petitions:receipt")
        form.add_error("code", _("和上面的查询码对不上，请照着再输一遍。"))
    code = vault.spoken_code(draft.code)
    context = {
        "form": form,
        "petition": petition,
        "code": code,
        "qr": qr_of(code),
        "read_by": workdays.add_workdays(clock.day_of(petition.received_at), 1),
        "is_mailbox_to_confirm": MailWish.objects.filter(petition=petition, confirmed_at=None).exists(),
        "is_desk": request.user.is_authenticated,
    }
    return render(request, "petitions/receipt.html", context)


def _confirm(request: HttpRequest, petition: Petition) -> None:
    """The petitioner has the code, so it is forgotten here; at the desk the matter stays closed to the officer."""
    drafts.forget_code(petition.form_token)
    if not request.user.is_authenticated:
        open_tracking(request, petition)
    messages.success(request, _("核对无误。查询码请收好，我们这里也看不到它。"))


@access(ByCode())
@never_cache
def slip(request: HttpRequest) -> HttpResponse:
    """The receipt as a small text file to keep on a phone."""
    _token, draft, petition = _received(request)
    if not draft.code:
        raise Http404
    return slip_of(request, petition, draft.code)


def slip_of(request: HttpRequest, petition: Petition, code: str) -> HttpResponse:
    """The number and the code as a file."""
    told = {"petition": petition, "code": vault.spoken_code(code), "is_of_office": petition.is_code_of_office}
    text = render_to_string("petitions/slip.txt", told, request)
    response = HttpResponse("\ufeff" + text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{petition.number}.txt"'
    return response


def qr_of(code: str) -> SafeString:
    """A QR picture of the code itself, never of an address that holds it; empty without a code."""
    if not code:
        return SafeString()
    picture = segno.make(code, error="m", boost_error=False)
    drawn = picture.svg_inline(border=2, omitsize=True, svgclass="sx-qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from letters and digits of our own


def _received(request: HttpRequest) -> tuple[str, Draft, Petition]:
    token = visitor_of(request).get(RECEIPT, "")
    draft = drafts.find_draft(token) if token else None
    petition = Petition.objects.filter(form_token=draft.row.token).first() if draft else None
    if draft is None or petition is None:
        raise Http404
    return token, draft, petition
