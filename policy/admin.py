"""The library and the sessions for review and support."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.common.counting import CappedPaginator
from outreach.ledger.admin.inlines import WithItem
from outreach.org.scoping import Rights
from policy.models import PolicyDocument, PolicySession, SessionQuestion


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(PortalAdmin, admin.ModelAdmin[PolicyDocument]):
    """A policy can be corrected or hidden from the public; the portal's own form adds it with its checks."""

    list_display = ("title", "issuer", "number", "issued_on", "audience", "is_public")
    list_filter = ("audience", "is_public")
    search_fields = ("title", "number", "summary")
    date_hierarchy = "issued_on"
    readonly_fields = ("attachment", "added_by")
    paginator = CappedPaginator
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SessionQuestionInline(WithItem):
    model = SessionQuestion
    fields = ("question", "answer", "outcome", "item")
    readonly_fields = fields


@admin.register(PolicySession)
class PolicySessionAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[PolicySession]):
    list_display = ("theme", "held_on", "unit", "speaker", "attendance", "recorder")
    search_fields = ("theme", "unit__name", "unit__pinyin", "speaker")
    date_hierarchy = "held_on"
    list_select_related = ("unit", "recorder")
    inlines = (SessionQuestionInline,)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicySession]:
        seen = PolicySession.objects.visible_to(Rights.of(request.user)).order_by()
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))
