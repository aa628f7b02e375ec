"""The list as a workbook: exactly the rows that its filters find."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.workbooks import XLSX, one_sheet
from outreach.ledger.lights import light_of
from outreach.ledger.listing import ORDERS, Listing
from outreach.ledger.models import Issue
from outreach.ledger.views.base import LedgerView

MOST_ROWS = 5000


class ExportView(LedgerView):
    """``/ledger/export.xlsx``; who took out how much stays in the audit log."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        listing = Listing(request.GET, self.rights)
        order = ORDERS[listing.sort]
        rows = listing.issues.select_related("unit", "lead_unit", "accepting_unit", "handler")
        issues = list(rows.order_by(f"{'-' if order.is_descending else ''}{order.field}", "pk")[: MOST_ROWS + 1])
        if len(issues) > MOST_ROWS:
            words = _("一次最多导出 %(most)s 条。请用筛选缩小范围，分几次导出。") % {"most": f"{MOST_ROWS:,}"}
            messages.warning(request, words)
            return redirect(listing.url())
        file = workbook(issues)
        record(action="ledger.exported", detail={"rows": len(issues), "filter": listing.query}, request=request)
        name = f"{_('台账')}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def workbook(issues: Iterable[Issue]) -> IO[bytes]:
    """A sheet with one row per item."""
    return one_sheet(_("台账"), columns(), map(cells, issues), frozen=2)


def columns() -> list[tuple[str, int]]:
    """Titles and widths."""
    return [
        (_("编号"), 16),
        (_("标题"), 44),
        (_("来源"), 10),
        (_("类别"), 12),
        (_("发生单位"), 16),
        (_("责任单位"), 16),
        (_("责任人"), 10),
        (_("验收单位"), 16),
        (_("环节"), 10),
        (_("时限类型"), 10),
        (_("提出日期"), 12),
        (_("原期限"), 12),
        (_("期限"), 12),
        (_("灯"), 16),
        (_("督办"), 10),
        (_("原因分析"), 44),
        (_("办理结果"), 44),
    ]


def cells(issue: Issue) -> Iterator[str]:
    """One row in the order of ``columns``."""
    yield from (issue.number, issue.title, str(issue.get_source_display()), str(issue.get_topic_display()))
    yield from (_text(issue.unit), _text(issue.lead_unit), _text(issue.handler), _text(issue.accepting_unit))
    yield from (str(issue.get_status_display()), str(issue.get_horizon_display()))
    yield from (_text(issue.raised_on), _text(issue.original_due_on), _text(issue.due_on))
    yield str(light_of(issue, WorkCalendar.current()).words)
    yield str(issue.get_supervision_level_display()) if issue.supervision_level else ""
    yield from (issue.cause, issue.result)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
