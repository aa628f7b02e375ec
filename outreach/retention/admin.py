"""The rules, changed by an administrator.

Holds are placed, lifted and listed with ``manage.py legal_hold``: a list here would tell of sealed cases.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from outreach.common.admin import PortalAdmin
from outreach.retention.kinds import kinds
from outreach.retention.models import RetentionRule


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
