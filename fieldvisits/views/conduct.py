"""The conduct overview of a month, and visits taken out as a workbook."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from fieldvisits.conduct import RULES, is_breach
from fieldvisits.forms import SearchForm
from fieldvisits.models import Visit
from fieldvisits.overview import Month, overview, visits_of
from fieldvisits.permissions import CONDUCT, VIEW
from fieldvisits.views.reading import rights_of
from fieldvisits.workbooks import MOST_ROWS, workbook
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import Permitted, access
from outreach.common.workbooks import XLSX

_LONGEST_PAGE = 6
FOR_INSPECTORS = Permitted(CONDUCT, gettext_lazy("各单位的轻车简从情况只给纪检人员看。"))


@access(FOR_INSPECTORS)
@require_GET
def conduct(request: HttpRequest) -> HttpResponse:
    """``/fieldvisits/conduct/``: visits, breaches and reasons of a month per unit; every number opens its visits."""
    month = Month.read(request.GET.get("month", ""))
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST_PAGE else 1
    context = {"month": month, "overview": overview(month, rights_of(request), page), "rules": RULES}
    return render(request, "fieldvisits/conduct.html", context)


@access(FOR_INSPECTORS)
@require_GET
def conduct_export(request: HttpRequest) -> HttpResponseBase:
    """The visits of the month that break a rule."""
    month = Month.read(request.GET.get("month", ""))
    visits = visits_of(month, rights_of(request)).filter(is_breach())
    back = f"{reverse('fieldvisits:conduct')}?month={month.key}"
    return _taken_out(request, visits, back, f"{_('轻车简从')}-{month.key}.xlsx")


@access(Permitted(VIEW, gettext_lazy("您的岗位不能看走访记录。")))
@require_GET
def visit_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the visits that the filters of the list find."""
    rights = rights_of(request)
    visits = SearchForm(request.GET).narrow(Visit.objects.visible_to(rights), rights)
    back = f"{reverse('fieldvisits:list')}?{request.GET.urlencode()}"
    return _taken_out(request, visits, back, f"{_('走访记录')}-{clock.today():%Y%m%d}.xlsx")


def _taken_out(request: HttpRequest, visits: QuerySet[Visit], back: str, name: str) -> HttpResponseBase:
    """Who took out how much stays in the log; more than a workbook should hold is refused in words."""
    rows = list(visits.for_list()[: MOST_ROWS + 1])  # type: ignore[attr-defined]  # our own QuerySet
    if len(rows) > MOST_ROWS:
        words = _("一次最多导出 %(most)s 条。请用筛选缩小范围，分几次导出。") % {"most": f"{MOST_ROWS:,}"}
        messages.warning(request, words)
        return redirect(back)
    file = workbook(rows)
    record(action="visits.exported", detail={"rows": len(rows), "filter": request.GET.urlencode()}, request=request)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
