"""The rules, changed by an administrator, and the holds, to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from outreach.common.admin import PortalAdmin
from outreach.retention.kinds import kinds
from outreach.retention.models import LegalHold, RetentionRule


@admin.register(RetentionRule)
class RetentionRuleAdmin(PortalAdmin, admin.ModelAdmin[RetentionRule]):
    """How long each kind is kept; what is due goes when somebody runs ``apply_retention --yes``."""

    list_display = ("label", "months", "basis")
    list_display_links = ("label",)
    fields = ("label", "months", "basis")
    readonly_fields = ("label",)

    @admin.display(description=gettext_lazy("种类"), ordering="kind")
    def label(self, rule: RetentionRule) -> str:
        kind = kinds.get(rule.kind)
        return str(kind.label) if kind else rule.kind

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


@admin.register(LegalHold)
class LegalHoldAdmin(PortalAdmin, admin.ModelAdmin[LegalHold]):
    """Placed and lifted with ``manage.py legal_hold``, in the name of whoever answers for it."""

    list_display = ("kind", "number", "reason", "placed_by", "placed_at", "lifted_at")
    list_select_related = ("placed_by",)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
