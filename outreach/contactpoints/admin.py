"""Contact points for review and support."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.common.counting import CappedPaginator
from outreach.contactpoints.models import (
    ContactPoint,
    CriterionScore,
    Indicator,
    IndicatorValue,
    PointReview,
    PointTenure,
    RankingWeights,
    UnitAssessment,
    UnitProfile,
)
from outreach.contactpoints.signals import period_changed
from outreach.contactpoints.workflow.periods import keep_tenure
from outreach.org.scoping import Rights


class CriterionScoreInline(admin.TabularInline[CriterionScore, ContactPoint]):
    model = CriterionScore
    extra = 0
    max_num = 5


class PointTenureInline(admin.TabularInline[PointTenure, ContactPoint]):
    """Who looked after the point, to look up; written by the verbs that hand it over."""

    model = PointTenure
    fields = ("leader", "liaison", "since", "until", "ended_why")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PointReviewInline(admin.StackedInline[PointReview, ContactPoint]):
    """What its period came to, to look up."""

    model = PointReview
    fields = ("conclusion", "what_changed", "written_by", "written_on", "leader_words", "leader_said_on")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ContactPoint)
class ContactPointAdmin(PortalAdmin, admin.ModelAdmin[ContactPoint]):
    """A point is ended, never deleted: its visits and their history hang on it."""

    list_display = ("unit", "leader", "liaison", "since", "until", "visit_quota", "is_active")
    list_filter = ("is_active",)
    search_fields = ("unit__name", "unit__pinyin", "leader__user__full_name")
    autocomplete_fields = ("unit", "leader", "liaison")
    date_hierarchy = "since"
    inlines = (CriterionScoreInline, PointTenureInline, PointReviewInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPoint]:
        """The same rows as the portal's own list shows this person."""
        seen = ContactPoint.objects.visible_to(Rights.of(request.user)).order_by()
        found = super().get_queryset(request).filter(pk__in=seen.values("pk"))
        return found.select_related("unit", "leader__user", "liaison")

    def get_readonly_fields(self, request: HttpRequest, obj: ContactPoint | None = None) -> tuple[str, ...]:
        """Visits and plans are those of its unit: another unit is another point."""
        return ("unit",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: ContactPoint | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.is_editable_by(Rights.of(request.user)))

    def save_model(self, request: HttpRequest, obj: ContactPoint, form: Any, change: bool) -> None:
        """Whoever looks after it is in its history here as on its own form."""
        super().save_model(request, obj, form, change)
        keep_tenure(point=obj, why=_("在管理后台修改"))
        period_changed.send(sender=ContactPoint, point=obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Indicator)
class IndicatorAdmin(PortalAdmin, admin.ModelAdmin[Indicator]):
    """What units measure; one that is no longer wanted is switched off, its values stay."""

    list_display = ("name", "measure", "aspect", "position", "is_active")
    list_filter = ("aspect", "is_active")
    search_fields = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _WrittenOnce(ReadOnly, PortalAdmin):
    """Rows to look up: what was written is never changed, a newer row counts instead."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        seen = self.model._default_manager.visible_to(Rights.of(request.user)).order_by()
        found: QuerySet[Any] = super().get_queryset(request).filter(pk__in=seen.values("pk"))
        return found


@admin.register(IndicatorValue)
class IndicatorValueAdmin(_WrittenOnce, admin.ModelAdmin[IndicatorValue]):
    list_display = ("unit", "indicator", "as_of", "value", "source", "written_by", "written_at")
    list_filter = ("indicator",)
    search_fields = ("unit__name", "unit__pinyin")
    date_hierarchy = "as_of"
    list_select_related = ("unit", "indicator", "written_by")
    paginator = CappedPaginator
    show_full_result_count = False
    ordering = ("-pk",)


@admin.register(UnitProfile)
class UnitProfileAdmin(_WrittenOnce, admin.ModelAdmin[UnitProfile]):
    list_display = ("unit", "written_by", "written_at")
    search_fields = ("unit__name", "unit__pinyin")
    date_hierarchy = "written_at"
    list_select_related = ("unit", "written_by")
    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(UnitAssessment)
class UnitAssessmentAdmin(_WrittenOnce, admin.ModelAdmin[UnitAssessment]):
    list_display = ("unit", "total", "made_by", "made_on")
    search_fields = ("unit__name", "unit__pinyin")
    date_hierarchy = "made_on"
    list_select_related = ("unit", "made_by")
    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(RankingWeights)
class RankingWeightsAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin[RankingWeights]):
    """To look up; they are set on their own page, where each weight stands beside what it means."""

    list_display = ("basis", "set_by", "set_at")
    list_select_related = ("set_by",)
