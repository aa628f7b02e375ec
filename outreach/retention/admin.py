"""The rules, changed by an administrator.

Holds have a page of their own, where everybody finds those of rows they see: a list here would tell of sealed cases.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from outreach.common.admin import PortalAdmin
from outreach.retention.forms import RuleForm
from outreach.retention.kinds import kinds
from outreach.retention.models import RetentionRule


@admin.register(RetentionRule)
class RetentionRuleAdmin(PortalAdmin, admin.ModelAdmin[RetentionRule]):
    """How long each kind is kept; what is due goes when somebody runs ``apply_retention --yes``."""

    list_display = ("label", "months", "basis")
    list_display_links = ("label",)
    form = RuleForm
    fields = ("label", "months", "floor", "basis")
    readonly_fields = ("label", "floor")

    @admin.display(description=gettext_lazy("种类"), ordering="kind")
    def label(self, rule: RetentionRule) -> str:
        kind = kinds.get(rule.kind)
        return str(kind.label) if kind else rule.kind

    @admin.display(description=gettext_lazy("至少"))
    def floor(self, rule: RetentionRule) -> str:
        kind = kinds.get(rule.kind)
        least = kind.floor if kind else 1
        return ngettext("%(count)d 个月", "%(count)d 个月", least) % {"count": least}

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
