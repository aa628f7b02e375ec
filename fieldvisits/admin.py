"""Visits and plans for review and support; what was written on the spot is not rewritten here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fieldvisits.models import Decision, Minutes, PeakPeriod, Visit, VisitFinding, VisitPlan
from fieldvisits.searching import found
from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.common.counting import CappedPaginator
from outreach.common.text import clean_text
from outreach.ledger.admin.inlines import WithItem
from outreach.org.scoping import Rights


class VisitFindingInline(WithItem):
    model = VisitFinding
    fields = ("position", "what", "outcome", "solution", "solved_by", "item")
    readonly_fields = fields


@admin.register(Visit)
class VisitAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[Visit]):
    list_display = ("unit", "visited_on", "kind", "author", "leader", "is_unannounced")
    list_filter = ("kind", "is_unannounced", "has_alcohol", "has_welcome")
    search_fields = ("unit__name",)  # shows the box; what it asks is below
    search_help_text = _("单位、拼音或记录里的词")
    date_hierarchy = "visited_on"
    list_select_related = ("unit", "author", "leader__user")
    inlines = (VisitFindingInline,)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visit]:
        return super().get_queryset(request).filter(pk__in=_seen(request).values("pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Visit], search_term: str
    ) -> tuple[QuerySet[Visit], bool]:
        """Through the index of visits, as the list of the portal asks; ``icontains`` would read every row."""
        text = clean_text(search_term).strip()
        return (queryset.filter(found(text)) if text else queryset), False


@admin.register(VisitPlan)
class VisitPlanAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[VisitPlan]):
    """For review; planning, moving and calling off have their pages, which warn and record."""

    list_display = ("contact_point", "planned_on", "note", "planned_by", "approved_at", "cancelled_at")
    search_fields = ("contact_point__unit__name",)
    date_hierarchy = "planned_on"
    list_select_related = ("contact_point__unit", "planned_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VisitPlan]:
        """An unannounced visit (四不两直) stays unannounced here too."""
        seen = VisitPlan.objects.visible_to(Rights.of(request.user)).order_by()
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))


@admin.register(PeakPeriod)
class PeakPeriodAdmin(PortalAdmin, admin.ModelAdmin[PeakPeriod]):
    list_display = ("unit", "first", "last", "why")
    search_fields = ("unit__name", "why")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)


class DecisionInline(WithItem):
    model = Decision
    fields = ("position", "what", "unit", "owner", "due_on", "item")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the minutes may look at what they decide."""
        return True


@admin.register(Minutes)
class MinutesAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[Minutes]):
    list_display = ("visit", "status", "number", "written_by", "objections_until", "confirmed_at")
    list_filter = ("status",)
    search_fields = ("number", "visit__unit__name")
    date_hierarchy = "written_at"
    list_select_related = ("visit__unit", "written_by")
    inlines = (DecisionInline,)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Minutes]:
        return super().get_queryset(request).filter(visit__in=_seen(request).values("pk"))


def _seen(request: HttpRequest) -> QuerySet[Visit]:
    """The same rows as the portal's own list shows this person."""
    return Visit.objects.visible_to(Rights.of(request.user)).order_by()
