"""Filters of the review, each a question an index answers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from outreach.ledger.filters import IssueFilter
from outreach.ledger.lights import LIGHTS
from outreach.ledger.sources import source_choices
from outreach.org.models import OrgUnit, UnitKind


class LightFilter(admin.SimpleListFilter):
    """The traffic light, as the list and the wall chart count it."""

    title = _("灯")
    parameter_name = "light"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return list(LIGHTS)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        light = self.value()
        return IssueFilter({"light": light}, queryset=queryset).qs if light else queryset


class SourceFilter(admin.SimpleListFilter):
    """The channels that are plugged in now."""

    title = _("来源")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(key, str(label)) for key, label in source_choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(source=self.value()) if self.value() in dict(source_choices()) else queryset


class LeadUnitFilter(admin.SimpleListFilter):
    """A subsidiary or department with everything under it; hundreds of workshops would drown the page."""

    title = _("责任单位")
    parameter_name = "lead_unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = [UnitKind.HEADQUARTERS, UnitKind.DEPARTMENT, UnitKind.SUBSIDIARY]
        return [(str(unit.pk), unit.name) for unit in OrgUnit.objects.active().filter(kind__in=kinds)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return IssueFilter({"lead_unit": chosen}, queryset=queryset).qs if chosen else queryset
