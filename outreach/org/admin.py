"""Units and postings, edited by an administrator."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from outreach.accounts.admin import UserAdmin
from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.admin import PortalAdmin
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Cadre, OrgUnit, Posting
from outreach.org.scoping import Rights
from outreach.org.workflow import appoint, enable, refuse_to_grant


@admin.register(OrgUnit)
class OrgUnitAdmin(PortalAdmin, admin.ModelAdmin[OrgUnit]):
    """A unit of the enterprise; units with a history are switched off, never deleted."""

    list_display = ("indented_name", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "pinyin")
    autocomplete_fields = ("parent",)

    @admin.display(description=OrgUnit._meta.get_field("name").verbose_name, ordering="path")
    def indented_name(self, unit: OrgUnit) -> str:
        """The name, moved in by its depth in the tree."""
        return "\u3000" * (unit.path.count("/") - 1) + unit.name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PostingForm(ModelForm[Posting]):
    """Who serves where as what; refused in words where one person cannot, or may not, be that."""

    rights: Rights

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("user") is not None:
            try:
                refuse_to_grant(Posting(user=data["user"]), self.rights)
            except RefusedStepError as refused:
                self.add_error("user", str(refused.reason))
        return data


@admin.register(Posting)
class PostingAdmin(PortalAdmin, admin.ModelAdmin[Posting]):
    """Begun here by a security administrator, for others; ended on its own page, after what is open was handed over."""

    form = PostingForm
    list_display = ("user", "unit", "role", "since", "until", "ending")
    list_filter = ("role",)
    search_fields = ("user__full_name", "user__username", "unit__name")
    autocomplete_fields = ("user", "unit")
    date_hierarchy = "since"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        return super().get_queryset(request).select_related("user", "unit")

    @admin.display(description=_("办理"))
    def ending(self, posting: Posting) -> str:
        """To the page that hands over and ends it."""
        if posting.until is not None and posting.until < clock.today():
            return "—"
        return format_html('<a href="{}">{}</a>', reverse("org:end", args=[posting.pk]), _("结束任职"))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A form that knows who asks."""
        return type("PostingForm", (super().get_form(request, *args, **kwargs),), {"rights": request.rights})  # type: ignore[attr-defined]  # RightsMiddleware

    def save_model(self, request: HttpRequest, obj: Posting, form: Any, change: bool) -> None:
        appoint(posting=obj, rights=request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Where and as what somebody served stays as it was; a transfer ends one posting and begins another."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Cadre)
class CadreAdmin(PortalAdmin, admin.ModelAdmin[Cadre]):
    list_display = ("user", "title", "unit", "portfolio")
    search_fields = ("user__full_name", "title")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """An account with the way out: switched off on its own page, after what is open was handed over."""

    list_display = (*UserAdmin.list_display, "leaving")
    readonly_fields = (*UserAdmin.readonly_fields, "is_active")
    actions = (*UserAdmin.actions, "enable")

    @admin.display(description=_("办理"))
    def leaving(self, user: User) -> str:
        """To the page that hands over and switches off."""
        if not user.is_active:
            return "—"
        return format_html('<a href="{}">{}</a>', reverse("org:leave", args=[user.pk]), _("停用账号"))

    @admin.action(description=_("重新启用账号"), permissions=["change"])
    def enable(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Whoever comes back, with the postings that still run."""
        off = list(users.filter(is_active=False))
        for user in off:
            enable(user=user, rights=request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
        self.message_user(
            request, _("已重新启用：%s") % "、".join(map(str, off)) if off else _("选中的账号都没有停用。")
        )
