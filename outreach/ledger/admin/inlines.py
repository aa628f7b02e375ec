"""What belongs to an item, to look at only."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outreach.ledger.history import details, step_label
from outreach.ledger.models import Extension, Issue, IssueEvent, Measure


class LookedAt(admin.TabularInline[Any, Issue]):
    """Rows that only the workflow writes."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the item may look at what belongs to it."""
        return True


class WithItem(admin.TabularInline[Any, Any]):
    """Rows of a channel with the item each became: its title is for those who see the item, whatever else they see."""

    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each row with ``sees_item``."""
        seen = Issue.objects.visible_to(request.rights).order_by()  # type: ignore[attr-defined]  # set by RightsMiddleware
        rows = super().get_queryset(request).select_related("issue")
        found: QuerySet[Any] = rows.annotate(sees_item=Exists(seen.filter(pk=OuterRef("issue"))))
        return found

    @admin.display(description=_("台账事项"))
    def item(self, row: Any) -> str:
        return str(row.issue) if row.sees_item else ""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(LookedAt):
    """The history, the latest first."""

    model = IssueEvent
    verbose_name_plural = _("经过")
    fields = ("at", "step_words", "actor", "before", "after", "note", "changed")
    readonly_fields = fields
    ordering = ("-version",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(is_sealed=False).select_related("actor")

    @admin.display(description=_("操作"))
    def step_words(self, event: IssueEvent) -> Any:
        return step_label(event.step)

    @admin.display(description=_("改了什么"))
    def changed(self, event: IssueEvent) -> str:
        return "；".join(f"{label} {value}" for label, value in details(event))


class MeasureInline(LookedAt):
    """Measures with their dates."""

    model = Measure
    fields = ("text", "planned_on", "done_at", "by", "note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("done_by")

    @admin.display(description=_("完成人"))
    def by(self, measure: Measure) -> Any:
        return measure.done_by


class ExtensionInline(LookedAt):
    """Requests for more time and who decided."""

    model = Extension
    fields = ("workdays", "reason", "asked", "agreed", "decided", "is_granted", "old_due_on", "new_due_on")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("asked_by", "head", "decided_by")

    @admin.display(description=_("申请人"))
    def asked(self, extension: Extension) -> Any:
        return extension.asked_by

    @admin.display(description=_("单位负责人"))
    def agreed(self, extension: Extension) -> Any:
        return extension.head

    @admin.display(description=_("批准人"))
    def decided(self, extension: Extension) -> Any:
        return extension.decided_by
