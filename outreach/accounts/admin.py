"""People, edited by an administrator."""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from outreach.accounts import secondfactor
from outreach.accounts.forms import FirstPasswordForm
from outreach.accounts.locking import unlock, with_lock
from outreach.accounts.models import User
from outreach.accounts.permissions import PICK
from outreach.common.admin import PortalAdmin


@admin.register(User)
class UserAdmin(PortalAdmin, DjangoUserAdmin[User]):
    """An account; units and roles are postings, edited with the units."""

    list_display: tuple[str, ...] = (
        "username",
        "full_name",
        "employee_number",
        "email",
        "is_active",
        "is_open",
        "last_login",
    )
    search_fields = ("username", "full_name", "employee_number")
    ordering = ("username",)
    list_filter = ("is_active",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("full_name", "employee_number", "email")}),
        (_("权限"), {"fields": ("is_active", "must_change_password", "factor_since")}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "full_name", "email", "password1", "password2")}),
    )

    filter_horizontal = ()
    readonly_fields: ClassVar[tuple[str, ...]] = ("last_login", "date_joined", "factor_since", "must_change_password")
    change_password_form = FirstPasswordForm
    actions: tuple[str, ...] = ("unlock", "reset_factor")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A password that somebody else chose serves once."""
        if not change:
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return with_lock(super().get_queryset(request))

    @admin.display(description=_("可以登录"), boolean=True)
    def is_open(self, user: User) -> bool:
        """Neither switched off nor locked after wrong passwords."""
        return user.is_active and not getattr(user, "is_locked", False)

    @admin.action(description=_("解除登录锁定"), permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Let people try again at once who typed a wrong password too often."""
        unlocked = [str(user) for user in users if unlock(user=user, by=_administrator(request))]
        self.message_user(
            request, _("已解除锁定：%s") % "、".join(unlocked) if unlocked else _("选中的账号都没有锁定。")
        )

    @admin.action(description=_("重置第二步验证"), permissions=["change"])
    def reset_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For people who lost phone and recovery codes: they are signed out, and set up a new phone."""
        others = [user for user in users if user != request.user]
        done = [str(user) for user in others if secondfactor.reset(user=user, by=_administrator(request))]
        self.message_user(
            request,
            _("已重置第二步验证：%s") % "、".join(done) if done else _("没有可以重置的：没有启用，或者是您自己。"),
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Also whoever chooses a person in a form elsewhere, and then by their names alone."""
        match = request.resolver_match
        is_choosing = match is not None and match.url_name == "autocomplete"
        return super().has_view_permission(request, obj) or (is_choosing and _may_pick(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who leaves is switched off: the records stay, and no page lists what somebody had to do with."""
        return False


def _administrator(request: HttpRequest) -> User:
    return cast("User", request.user)  # the administration let nobody else in


def _may_pick(request: HttpRequest) -> bool:
    return bool(request.rights.may(PICK))  # type: ignore[attr-defined]  # set by RightsMiddleware


for model in (Group, TOTPDevice, StaticDevice):  # rights come from postings alone; nobody browses keys
    admin.site.unregister(model)
