"""Bringing visits in from a file, for an author whose device could not send them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fieldvisits import importing
from fieldvisits.forms import SavedFileForm
from fieldvisits.permissions import IMPORT
from fieldvisits.views.reading import rights_of
from outreach.common.access import Permitted, access


@access(Permitted(IMPORT, _("走访由台账办代为导入。")))
@require_http_methods(["GET", "POST"])
def visit_import(request: HttpRequest) -> HttpResponse:
    """Looked over first, or brought in at once: what cannot be written says why, and the rest is written."""
    rights, is_sent = rights_of(request), request.method == "POST"
    form = SavedFileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    context: dict[str, Any] = {"form": form, "is_trial": "bring" not in request.POST}
    if form.is_valid():
        try:
            saved = importing.read_file(form.cleaned_data["file"].read())
            deed = importing.look_over if context["is_trial"] else importing.bring_in
            context |= {"author": saved.author, "lines": deed(saved, rights=rights)}
        except BadRequest as broken:
            form.refuse(broken)
    if n := sum(line.is_new for line in context.get("lines", ())):
        messages.success(request, ngettext("导入了 %(n)d 次走访。", "导入了 %(n)d 次走访。", n) % {"n": n})
    return render(request, "fieldvisits/visit_import.html", context, status=400 if form.errors else 200)
