"""The calendar and the lengths of time, edited by an administrator."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.calendars.models import CalendarDay, TimeLimit
from outreach.calendars.signals import Moved
from outreach.calendars.workflow import announce

_LISTED = 20


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin[CalendarDay]):
    """Holidays and make-up workdays; saving one moves the open deadlines and lists them."""

    list_display = ("date", "is_workday", "name", "source", "is_published")
    list_filter = ("is_workday", "is_published")
    date_hierarchy = "date"
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: ModelForm[CalendarDay], change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._tell(request, announce())

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        super().delete_model(request, obj)
        self._tell(request, announce())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        super().delete_queryset(request, queryset)
        self._tell(request, announce())

    def _tell(self, request: HttpRequest, moved: Sequence[Moved]) -> None:
        for one in moved[:_LISTED]:
            words = _("%(label)s：期限由 %(old)s 改为 %(new)s")
            values = {"label": one.label, "old": one.old_due_on, "new": one.new_due_on}
            self.message_user(request, words % values, messages.INFO)
        more = len(moved) - _LISTED
        if more > 0:
            self.message_user(
                request,
                ngettext("另有 %(n)d 件事项的期限随之调整", "另有 %(n)d 件事项的期限随之调整", more) % {"n": more},
                messages.INFO,
            )


@admin.register(TimeLimit)
class TimeLimitAdmin(admin.ModelAdmin[TimeLimit]):
    """How long each duty may take, with its basis; the key and the basis are the rooms' to say."""

    list_display = ("key", "days", "basis")
    search_fields = ("key", "basis")
    readonly_fields = ("key", "basis")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
