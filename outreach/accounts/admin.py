"""People, edited by an administrator."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.admin import PortalAdmin


@admin.register(User)
class UserAdmin(PortalAdmin, DjangoUserAdmin[User]):
    """An account; units and roles are postings, edited with the units."""

    list_display = ("username", "full_name", "employee_number", "email", "is_active", "last_login")
    search_fields = ("username", "full_name", "employee_number")
    ordering = ("username",)
    list_filter = ("is_active", "is_staff")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("full_name", "employee_number", "email")}),
        (_("权限"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "full_name", "email", "password1", "password2")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who leaves is switched off: the records stay, and no page lists what somebody had to do with."""
        return False
