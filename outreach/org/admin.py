"""Units and postings, edited by an administrator."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outreach.common.admin import PortalAdmin
from outreach.org.models import Cadre, OrgUnit, Posting


class PostingInline(admin.TabularInline[Posting, OrgUnit]):
    model = Posting
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(OrgUnit)
class OrgUnitAdmin(PortalAdmin, admin.ModelAdmin[OrgUnit]):
    """A unit and who serves there; units with a history are switched off, never deleted."""

    list_display = ("indented_name", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "pinyin")
    autocomplete_fields = ("parent",)
    inlines = (PostingInline,)

    @admin.display(description=OrgUnit._meta.get_field("name").verbose_name, ordering="path")
    def indented_name(self, unit: OrgUnit) -> str:
        """The name, moved in by its depth in the tree."""
        return "\u3000" * (unit.path.count("/") - 1) + unit.name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Posting)
class PostingAdmin(PortalAdmin, admin.ModelAdmin[Posting]):
    list_display = ("user", "unit", "role", "since", "until")
    list_filter = ("role",)
    search_fields = ("user__full_name", "user__username", "unit__name")
    autocomplete_fields = ("user", "unit")
    date_hierarchy = "since"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        return super().get_queryset(request).select_related("user", "unit")


@admin.register(Cadre)
class CadreAdmin(PortalAdmin, admin.ModelAdmin[Cadre]):
    list_display = ("user", "title", "unit", "portfolio")
    search_fields = ("user__full_name", "title")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")
