"""The review of the whole ledger."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from outreach.calendars.workdays import WorkCalendar
from outreach.common.admin import PortalAdmin
from outreach.common.counting import CappedPaginator
from outreach.common.templatetags import ui
from outreach.ledger import search
from outreach.ledger.admin.actions import LABELS, step_action
from outreach.ledger.admin.filters import LeadUnitFilter, LightFilter, SourceFilter
from outreach.ledger.admin.inlines import EventInline, ExtensionInline, MeasureInline
from outreach.ledger.lights import light_of
from outreach.ledger.models import Issue, IssueQuerySet


@admin.register(Issue)
class IssueAdmin(PortalAdmin, admin.ModelAdmin[Issue]):
    """Every field can be looked at and none edited; what changes an item is an action of the workflow."""

    list_display = ("number", "title", "source", "lead_unit", "handler", "status", "due_on", "light")
    list_display_links = ("number", "title")
    list_filter = (LightFilter, "status", SourceFilter, "supervision_level", LeadUnitFilter)
    list_select_related = ("unit", "lead_unit", "handler")
    list_per_page = 50
    list_max_show_all = 50
    show_facets = admin.ShowFacets.NEVER  # they would count every choice over every row
    search_fields = ("number",)
    search_help_text = _("编号，或标题、情况、地点里的词，责任单位，责任人")
    date_hierarchy = "due_on"
    ordering = (F("due_on").asc(nulls_last=True), "pk")
    show_full_result_count = False
    paginator = CappedPaginator
    actions = [step_action(name) for name in LABELS]
    inlines = (MeasureInline, ExtensionInline, EventInline)

    class Media:
        css = {"all": ("css/tokens.css", "css/components.css", "css/admin_ledger.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        """The same sight as everywhere else."""
        issues: IssueQuerySet = Issue.objects.visible_to(request.rights)  # type: ignore[attr-defined]  # RightsMiddleware
        return issues.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Issue], search_term: str
    ) -> tuple[QuerySet[Issue], bool]:
        """Through the index of the ledger: ``icontains`` would read every row."""
        return search.find(queryset, search_term), False  # type: ignore[arg-type]  # get_queryset gives ours

    @admin.display(description=_("灯"))
    def light(self, issue: Issue) -> SafeString:
        """The light with the days left; the calendar is held for the whole request."""
        light = light_of(issue, WorkCalendar.current())
        return ui.light(light.name, light.words, bare=True)

    def get_actions(self, request: HttpRequest) -> Any:
        """Nothing is deleted from the ledger."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.rights.may("ledger.view_issue"))  # type: ignore[attr-defined]  # set by RightsMiddleware

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
