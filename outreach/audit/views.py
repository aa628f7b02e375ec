"""The pages of the audit administrator; whoever looks at the log is on it themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.audit import checking, export
from outreach.audit.actions import Sort, actions
from outreach.audit.chain import keys, signature
from outreach.audit.chainstate import chain_state
from outreach.audit.listing import Line, Listing, encoded
from outreach.audit.models import AuditRecord
from outreach.audit.permissions import VIEW
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import NOT_YOURS, Permitted
from outreach.common.workbooks import XLSX

MOST_ROWS = 50_000


@method_decorator(never_cache, name="dispatch")
class AuditView(View):
    """For whoever holds the role at the root: the log knows no units."""

    policy = Permitted(VIEW)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rights: Any = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        if not rights.everywhere(VIEW):
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)


class LogView(AuditView):
    """``/audit/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(request.GET)
        page = listing.page()
        record(action="audit.viewed", detail={"filter": listing.query, "rows": len(page.rows)}, request=request)
        context = {
            "listing": listing,
            "lines": [Line(row) for row in page.rows],
            "sorts": Sort.choices,
            "acts": acts_of(listing.chosen.get("sort", "")),
            "previous_url": listing.url(before=page.before) if page.before else "",
            "next_url": listing.url(after=page.after) if page.after else "",
            "chain": chain_state(),
        }
        return render(request, "audit/record_list.html", context)


class RecordView(AuditView):
    """``/audit/<id>/``: everything the record says, and whether it is as it was signed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = AuditRecord.objects.select_related("actor", "link").filter(pk=pk).first()
        if found is None:
            raise Http404
        record(action="audit.record_viewed", obj=found, request=request)
        around = AuditRecord.objects.order_by("pk")
        context = {
            "line": Line(found),
            "is_signed": any(signature(found, key) == found.signature for key in keys()),
            "place": getattr(found, "link", None),
            "earlier": around.filter(pk__lt=pk).last(),
            "later": around.filter(pk__gt=pk).first(),
            "same_object": encoded({"object": found.object_id}) if found.object_id else "",
            "same_person": encoded({"who": found.actor.username}) if found.actor else "",
        }
        return render(request, "audit/record_detail.html", context)


class ExportView(AuditView):
    """``/audit/export.xlsx`` and ``/audit/export.csv``: what the filters find, from the newest on."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        listing = Listing(request.GET)
        count = listing.records.order_by()[: MOST_ROWS + 1].count()
        if count > MOST_ROWS:
            words = _("一次最多导出 %(most)s 条。请用筛选缩小范围，分几次导出。") % {"most": f"{MOST_ROWS:,}"}
            messages.warning(request, words)
            return redirect(f"{reverse('audit:list')}{listing.url()}")
        detail = {"rows": count, "filter": listing.query, "format": ending}
        noted = record(action="audit.exported", detail=detail, request=request)
        # Without the record of this export itself, which came after what was counted.
        rows = listing.records.filter(pk__lt=noted.pk).order_by("-pk")[:MOST_ROWS].iterator(chunk_size=1000)
        name = f"{_('审计记录')}-{clock.today():%Y%m%d}.{ending}"
        if ending == "xlsx":
            return FileResponse(export.workbook(rows), as_attachment=True, filename=name, content_type=XLSX)
        response = StreamingHttpResponse(export.comma_separated(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="audit-{clock.today():%Y%m%d}.csv"'
        return response


class CheckView(AuditView):
    """``/audit/check/``: the scheduler walks the chain within a minute; nobody waits for it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        checking.ask_for_check(by=request.user)  # type: ignore[arg-type]  # the policy has seen to it
        messages.success(request, _("已记下。后台在一分钟内开始核验，结果显示在这一页。"))
        return redirect("audit:list")


def acts_of(sort: str) -> list[tuple[str, str]]:
    """The acts to choose from, in the order of their words; those of one sort where one is chosen."""
    named = [(action.key, str(action.label)) for action in actions if not sort or action.sort == sort]
    return sorted(named, key=lambda pair: pair[1])
