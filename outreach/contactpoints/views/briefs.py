"""One page to take along on a visit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from outreach.audit.workflow import record
from outreach.common.access import SignedIn, access
from outreach.contactpoints.briefs import Brief, as_word, brief_of
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.views.points import rights_of
from outreach.documents.printing import NotPrintedError, as_pdf
from outreach.documents.serving import as_file
from outreach.documents.states import Format


@access(SignedIn())
@require_GET
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, to read or to print from the browser."""
    return render(request, "contactpoints/brief.html", {"brief": _opened(request, pk, "page")})


@access(SignedIn())
@require_GET
def brief_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a file of one page; where none can be drawn, back to the page, which says so."""
    opened = _opened(request, pk, "pdf")
    try:
        pdf = as_pdf(as_word(opened))
    except NotPrintedError:
        messages.warning(request, _("现在不能生成 PDF，请用浏览器的打印，也可以存成 PDF。"))
        return redirect("contactpoints:brief", pk)
    name = f"{_('走访前一页纸')}-{opened.point.unit}-{opened.today:%Y%m%d}"
    return as_file(pdf, Format.PDF, name)


def _opened(request: HttpRequest, pk: int, form: str) -> Brief:
    """What this reader may see of the point; that they opened it stays in the log."""
    rights = rights_of(request)
    point = get_object_or_404(ContactPoint.objects.visible_to(rights).for_list(), pk=pk)
    opened = brief_of(point, rights)
    record(action="contact_point.brief_opened", request=request, obj=point, detail={"form": form})
    return opened
