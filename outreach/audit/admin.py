"""A read-only view of the audit log, for audit administrators only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from outreach.audit.models import AuditRecord
from outreach.audit.permissions import VIEW
from outreach.common.admin import PortalAdmin


@admin.register(AuditRecord)
class AuditRecordAdmin(PortalAdmin, admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when Django runs
    """Looking is all that anybody can do here; superusers without the role see nothing."""

    list_display = ["seq", "at", "actor_label", "address", "action", "object_type", "object_label"]
    list_filter = ["action"]
    search_fields = ["actor_label__startswith", "object_id"]
    list_select_related = False
    show_full_result_count = False
    ordering = ["-seq"]

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        rights: Any = getattr(request, "rights", None)
        return rights is not None and bool(rights.may(VIEW))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
