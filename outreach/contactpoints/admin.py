"""Contact points for review and support."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outreach.common.admin import PortalAdmin
from outreach.contactpoints.models import ContactPoint, CriterionScore


class CriterionScoreInline(admin.TabularInline[CriterionScore, ContactPoint]):
    model = CriterionScore
    extra = 0
    max_num = 5


@admin.register(ContactPoint)
class ContactPointAdmin(PortalAdmin, admin.ModelAdmin[ContactPoint]):
    """A point is ended, never deleted: its visits and their history hang on it."""

    list_display = ("unit", "leader", "liaison", "since", "until", "visit_quota", "is_active")
    list_filter = ("is_active",)
    search_fields = ("unit__name", "unit__pinyin", "leader__user__full_name")
    autocomplete_fields = ("unit", "leader", "liaison")
    date_hierarchy = "since"
    inlines = (CriterionScoreInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPoint]:
        return super().get_queryset(request).select_related("unit", "leader__user", "liaison")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
