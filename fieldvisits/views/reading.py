"""Reading what was written down: the list, one visit, its photos."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fieldvisits.conduct import warnings_of
from fieldvisits.documents.visit import as_word
from fieldvisits.forms import SearchForm
from fieldvisits.models import Minutes, Visit, VisitFinding, VisitPhoto
from fieldvisits.permissions import CONDUCT, IMPORT, RECORD, VIEW, WRITE_MINUTES
from fieldvisits.queries import told
from outreach.attachments.serving import respond
from outreach.audit.workflow import record
from outreach.common.access import Permitted, SignedIn, access
from outreach.common.keyset import Order, page_of
from outreach.contactpoints.models import ContactPoint
from outreach.documents.serving import as_file
from outreach.documents.states import Format
from outreach.org.scoping import Rights

NEWEST_FIRST = Order("visited_on", is_descending=True)
PAGE_SIZE = 50
#: What other pages narrow the list to by their links.
PLACES = ("unit", "point", "conduct")


def rights_of(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    return rights


@access(Permitted(VIEW, gettext_lazy("您的岗位不能看走访记录。")))
@require_GET
def visit_list(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request)
    form = SearchForm(request.GET)
    visits = form.narrow(Visit.objects.visible_to(rights).for_list(), rights)
    context = {
        "form": form,
        "page": page_of(
            visits,
            NEWEST_FIRST,
            size=PAGE_SIZE,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        ),
        "view": "mine" if request.GET.get("view") == "mine" else "all",
        "kept": [(name, request.GET[name]) for name in PLACES if request.GET.get(name, "").isalnum()],
        "is_filtered": any(request.GET.get(name) for name in (*form.fields, *PLACES)),
        "may_record": rights.may(RECORD),
        "may_see_conduct": rights.may(CONDUCT),
        "may_import": rights.may(IMPORT),
        "may_plan": ContactPoint.objects.with_quota_for(rights).exists(),
    }
    return render(request, "fieldvisits/visit_list.html", context)


@access(SignedIn())
@require_GET
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The visit as a story: what was found, how it looked, what became of it."""
    rights = rights_of(request)
    visit = _visit(pk, rights)
    context = {
        "visit": visit,
        "findings": told(visit, rights),
        "breaches": warnings_of(visit),
        "point": _point_of(visit, rights),
        "minutes": Minutes.objects.visible_to(rights).filter(visit=visit).first(),
        "may_write_minutes": rights.covers(WRITE_MINUTES, visit.unit.path),
    }
    return render(request, "fieldvisits/visit_detail.html", context)


@access(SignedIn())
@require_GET
def visit_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a Word file; who took it out stays in the log."""
    rights = rights_of(request)
    visit = _visit(pk, rights)
    file = as_word(visit, told(visit, rights), warnings_of(visit))
    record(action="visits.exported", request=request, obj=visit, detail={"rows": 1, "form": "docx"})
    return as_file(file, Format.DOCX, f"{_('走访记录')}-{visit.unit}-{visit.visited_on:%Y%m%d}")


def _visit(pk: int, rights: Rights) -> Visit:
    """With everything its page shows."""
    photos = Prefetch("photos", VisitPhoto.objects.select_related("attachment"))
    told_of = VisitFinding.objects.select_related("target_unit", "support_request").prefetch_related(photos)
    visits = Visit.objects.visible_to(rights).select_related(
        "unit__parent", "author", "imported_by", "leader__user", "contact_point"
    )
    visit: Visit = get_object_or_404(visits.prefetch_related(Prefetch("findings", told_of)), pk=pk)
    return visit


def _point_of(visit: Visit, rights: Rights) -> ContactPoint | None:
    """The contact point the visit counted for, where this reader may open it."""
    if visit.contact_point_id is None:
        return None
    points = ContactPoint.objects.visible_to(rights).select_related("unit")
    return points.filter(pk=visit.contact_point_id).first()


@access(SignedIn())
@require_GET
def visit_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo, for whoever may see the visit it was taken on."""
    visible = Visit.objects.visible_to(rights_of(request)).order_by().values("pk")
    photos = VisitPhoto.objects.filter(finding__visit__in=visible).select_related("attachment")
    photo = get_object_or_404(photos, pk=pk)
    return respond(photo.attachment, request, inline=True, thumbnail="small" in request.GET)
