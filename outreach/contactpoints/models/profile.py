"""The condition of a unit 企情: what it measures, and how it is doing in words."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.models.point import ContactPoint
from outreach.contactpoints.permissions import VIEW
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


def units_shown_to(rights: Rights) -> models.QuerySet[OrgUnit]:
    """The units whose condition somebody may read: where they may look at points, and those of their own points."""
    if rights.everywhere(VIEW):
        return OrgUnit.objects.all()
    own = ContactPoint.objects.visible_to(rights).order_by().values("unit")
    return OrgUnit.objects.filter(rights.as_q(VIEW, "pk") | models.Q(pk__in=own))


class Aspect(models.TextChoices):
    """What side of a unit an indicator tells about."""

    PEOPLE = "people", _("人员")
    OUTPUT = "output", _("生产经营")
    COSTS = "costs", _("成本")
    SAFETY = "safety", _("安全")
    MOOD = "mood", _("职工情绪")


class Indicator(models.Model):
    """Something that is measured in every unit alike, such as the headcount; kept by the ledger office."""

    name = models.CharField(_("指标"), max_length=30, unique=True)
    measure = models.CharField(_("计量单位"), max_length=12)
    aspect = models.CharField(_("方面"), max_length=8, choices=Aspect.choices)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("企情指标")
        verbose_name_plural = _("企情指标")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.measure}）"


class OfUnitQuerySet(models.QuerySet["IndicatorValue"]):
    def visible_to(self, rights: Rights) -> Self:
        if rights.everywhere(VIEW):
            return self
        return self.filter(unit__in=units_shown_to(rights).order_by().values("pk"))


class IndicatorValue(models.Model):
    """What an indicator was in a unit as of a day.

    Written once and never changed: a correction is another row of the same day, and the latest of a day counts.
    """

    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="indicator_values")
    indicator = models.ForeignKey(Indicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="values")
    as_of = models.DateField(_("截至哪天"))
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=2)
    source = models.CharField(_("数据来源"), max_length=60)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("填写人"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("填写时间"), default=clock.now, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("企情数值")
        verbose_name_plural = _("企情数值")
        ordering = ["indicator__position", "indicator", "as_of", "pk"]
        indexes = [models.Index(fields=["unit", "indicator", "as_of", "id"], name="value_unit_indicator")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.indicator} · {self.as_of}"


class UnitProfileQuerySet(models.QuerySet["UnitProfile"]):
    def visible_to(self, rights: Rights) -> Self:
        if rights.everywhere(VIEW):
            return self
        return self.filter(unit__in=units_shown_to(rights).order_by().values("pk"))


class UnitProfile(models.Model):
    """How a unit was doing on a day, in words; the newest one of a unit counts, earlier ones stay."""

    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="profiles")
    mood = models.TextField(_("职工情绪"), max_length=500, blank=True)
    key_posts = models.TextField(_("关键岗位"), max_length=500, blank=True)
    hard_problems = models.TextField(_("突出困难"), max_length=1000, blank=True)
    asked_for = models.TextField(_("希望上级帮什么"), max_length=500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("填写人"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("填写时间"), default=clock.now, editable=False)

    objects = UnitProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("企情")
        verbose_name_plural = _("企情")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="profile_unit_newest")]

    def __str__(self) -> str:
        return str(self.unit)
