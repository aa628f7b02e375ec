"""Investigations and their records for review and support; what was written down is not rewritten here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.common.counting import CappedPaginator
from outreach.ledger.admin.inlines import WithItem
from outreach.org.scoping import Rights
from surveys.models import Investigation, Record, RecordFinding


class RecordFindingInline(WithItem):
    model = RecordFinding
    fields = ("what", "topic", "outcome", "item")
    readonly_fields = fields


@admin.register(Investigation)
class InvestigationAdmin(PortalAdmin, admin.ModelAdmin[Investigation]):
    """Dates and leader can be corrected; an investigation is never deleted."""

    list_display = ("title", "lead_unit", "leader", "author", "since", "until")
    search_fields = ("title", "lead_unit__name", "lead_unit__pinyin")
    date_hierarchy = "since"
    list_select_related = ("lead_unit", "leader__user", "author")
    autocomplete_fields = ("lead_unit", "leader")
    readonly_fields = ("author",)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Investigation]:
        seen = Investigation.objects.visible_to(Rights.of(request.user)).order_by()
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Record)
class RecordAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[Record]):
    list_display = ("investigation", "method", "held_on", "unit", "people_count", "recorder")
    list_filter = ("method", "is_unannounced")
    search_fields = ("investigation__title", "unit__name", "unit__pinyin")
    date_hierarchy = "held_on"
    list_select_related = ("investigation", "unit", "recorder")
    inlines = (RecordFindingInline,)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Record]:
        seen = Record.objects.visible_to(Rights.of(request.user)).order_by()
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))
