"""The calendar and the lengths of time, edited by an administrator."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.calendars.lights import length_in_words
from outreach.calendars.limits import limits
from outreach.calendars.models import CalendarDay, TimeLimit
from outreach.calendars.signals import Moved
from outreach.calendars.workdays import WorkCalendar, unpublished_next_year
from outreach.calendars.workflow import announce, confirm_years
from outreach.common import clock
from outreach.common.admin import PortalAdmin

_LISTED = 20


class YearFilter(admin.SimpleListFilter):
    title = gettext_lazy("年份")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        calendar = WorkCalendar.current()
        years = [day.year for day in CalendarDay.objects.dates("date", "year", order="DESC")]
        return [(str(year), str(year) if calendar.is_published(year) else _("%d（估算）") % year) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> QuerySet[CalendarDay]:
        value = self.value() or ""
        return queryset.filter(date__year=int(value)) if value in dict(self.lookup_choices) else queryset


@admin.register(CalendarDay)
class CalendarDayAdmin(PortalAdmin, admin.ModelAdmin[CalendarDay]):
    """Holidays and make-up workdays; saving one moves the open deadlines and lists them."""

    list_display = ("date", "weekday", "is_workday", "name", "source", "is_published")
    list_filter = (YearFilter, "is_workday", "is_published")
    date_hierarchy = "date"
    search_fields = ("name",)
    readonly_fields = ("is_published",)
    ordering = ("-date",)
    actions = ("publish",)

    @admin.display(description=gettext_lazy("星期"))
    def weekday(self, day: CalendarDay) -> str:
        return str(formats.date_format(day.date, "l"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and (year := unpublished_next_year(clock.today())):
            words = _("%d 年的放假安排还没有载入，用到这一年的期限都是估算。公布后请运行 load_calendar 或在这里录入。")
            self.message_user(request, words % year, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: ModelForm[CalendarDay], change: bool) -> None:
        """A single day joins its year as it is: published, or still an estimate."""
        obj.is_published = WorkCalendar.current().is_published(obj.date.year)
        super().save_model(request, obj, form, change)
        self._tell(request, announce())

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        super().delete_model(request, obj)
        self._tell(request, announce())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        super().delete_queryset(request, queryset)
        self._tell(request, announce())

    @admin.action(description=gettext_lazy("所选日期的年份已正式公布，不再标为估算"))
    def publish(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        years = sorted({day.year for day in queryset.order_by().dates("date", "year")})
        moved = confirm_years(years)
        words = _("已按正式公布处理：%s") % "、".join(map(str, years))
        self.message_user(request, words, messages.SUCCESS)
        self._tell(request, moved)

    def _tell(self, request: HttpRequest, moved: Sequence[Moved]) -> None:
        for one in moved[:_LISTED]:
            words = _("%(label)s：期限由 %(old)s 改为 %(new)s")
            values = {"label": one.label, "old": one.old_due_on, "new": one.new_due_on}
            self.message_user(request, words % values, messages.INFO)
        more = len(moved) - _LISTED
        if more > 0:
            words = ngettext("另有 %(n)d 件事项的期限随之调整", "另有 %(n)d 件事项的期限随之调整", more)
            self.message_user(request, words % {"n": more}, messages.INFO)


@admin.register(TimeLimit)
class TimeLimitAdmin(PortalAdmin, admin.ModelAdmin[TimeLimit]):
    """How long each duty may take, with its basis; the key and the basis are the rooms' to say."""

    list_display = ("label", "length", "declared", "basis")
    list_display_links = ("label",)
    search_fields = ("key", "basis")
    fields = ("label", "declared", "days", "basis")
    readonly_fields = ("label", "declared", "basis")

    @admin.display(description=gettext_lazy("期限"), ordering="key")
    def label(self, limit: TimeLimit) -> str:
        declared = limits.get(limit.key)
        return str(declared.label) if declared else limit.key

    @admin.display(description=gettext_lazy("现为"), ordering="days")
    def length(self, limit: TimeLimit) -> str:
        declared = limits.get(limit.key)
        return length_in_words(limit.days, declared.kind if declared else "")

    @admin.display(description=gettext_lazy("默认"))
    def declared(self, limit: TimeLimit) -> str:
        declared = limits.get(limit.key)
        return length_in_words(declared.days, declared.kind) if declared else "—"

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
