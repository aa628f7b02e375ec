"""What was found on visits, one fact a row: the list behind figures that count findings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fieldvisits.forms.findings import FindingSearchForm
from fieldvisits.models import Visit, VisitFinding
from fieldvisits.permissions import VIEW
from fieldvisits.views.reading import rights_of
from outreach.common.access import Permitted, access
from outreach.common.keyset import Order, page_of

PAGE_SIZE = 50
NEWEST_FIRST = Order("id", is_descending=True)


@access(Permitted(VIEW, _("您的岗位不能看走访记录。")))
@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """``/fieldvisits/findings/``: the findings of the visits one may see; filters in the URL."""
    form = FindingSearchForm(request.GET)
    visits = Visit.objects.visible_to(rights_of(request)).order_by()
    rows = form.narrow(VisitFinding.objects.filter(visit__in=visits.values("pk"))).select_related("visit__unit")
    asked = request.GET.get
    page = page_of(rows, NEWEST_FIRST, size=PAGE_SIZE, after=asked("after", ""), before=asked("before", ""))
    context = {"form": form, "page": page, "is_filtered": any(request.GET.get(name) for name in form.fields)}
    return render(request, "fieldvisits/finding_list.html", context)
