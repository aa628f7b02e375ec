"""Look-ups for support: nothing can be changed here, nobody can be identified, and nothing sealed shows."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outreach.common.admin import PortalAdmin
from outreach.common.counting import CappedPaginator
from outreach.org.scoping import Rights
from petitions.history import entry_of
from petitions.models import Petition, PetitionEvent


class ReadOnly:
    """Rows are looked at, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnly, admin.TabularInline[PetitionEvent, Petition]):
    """The history as it was written."""

    model = PetitionEvent
    fields = ["at", "actor", "what", "before", "after", "note"]
    readonly_fields = ["what"]
    ordering = ["-version"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PetitionEvent]:
        return super().get_queryset(request).filter(is_sealed=False)

    @admin.display(description=_("操作"))
    def what(self, event: PetitionEvent) -> str:
        """The step in words."""
        return entry_of(event).what


@admin.register(Petition)
class PetitionAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[Petition]):
    """The register of petitions, without the petitioners."""

    list_display = ["number", "title", "kind", "arrival", "unit", "status", "received_at", "due_on"]
    list_filter = ["status", "kind", "arrival"]
    list_select_related = ["unit"]
    search_fields = ["number__startswith", "title"]
    date_hierarchy = "received_at"
    ordering = ["-received_at", "-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    inlines = [EventInline]
    fields = [
        ("number", "status"),
        ("kind", "kind_stated", "arrival"),
        "title",
        "facts",
        "request",
        ("unit", "place", "people_count"),
        ("is_anonymous", "may_be_seen_by_unit"),
        ("received_at", "notified_at", "accepted_at", "delivered_at", "due_on"),
        ("issue", "referred_to"),
        "answer",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Petition]:
        return super().get_queryset(request).filter(pk__in=self._visible(request))

    def has_view_permission(self, request: HttpRequest, obj: Petition | None = None) -> bool:
        rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights.may("petitions.view_petition")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def _visible(self, request: HttpRequest) -> QuerySet[Petition, Any]:
        return Petition.objects.visible_to(Rights.of(request.user)).filter(is_sealed=False).values("pk")
