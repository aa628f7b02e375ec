"""Look-backs for review: drawn and written by the workflow alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outreach.common.admin import PortalAdmin
from outreach.common.counting import CappedPaginator
from outreach.ledger.models import LookBack
from outreach.org.scoping import Rights


@admin.register(LookBack)
class LookBackAdmin(PortalAdmin, admin.ModelAdmin[LookBack]):
    list_display = ("issue", "ground", "closed_on", "due_on", "result", "looked_by", "looked_at")
    list_filter = ("ground", "result")
    list_select_related = ("issue", "looked_by")
    search_fields = ("issue__number",)
    date_hierarchy = "closed_on"
    ordering = ("-closed_on", "-pk")
    show_full_result_count = False
    paginator = CappedPaginator

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookBack]:
        seen = LookBack.objects.visible_to(Rights.of(request.user)).order_by()
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
