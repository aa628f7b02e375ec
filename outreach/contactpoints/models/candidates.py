"""Choosing units: how the office judges them by the five criteria, and what weighs how much in the ranking."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.permissions import RANK
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


class UnitAssessmentQuerySet(models.QuerySet["UnitAssessment"]):
    def visible_to(self, rights: Rights) -> Self:
        if rights.everywhere(RANK):
            return self
        return self.filter(rights.as_q(RANK, "unit"))

    def newest(self) -> Self:
        """Of each unit the one that counts."""
        last = UnitAssessment.objects.order_by().values("unit").annotate(last=models.Max("pk")).values("last")
        return self.filter(pk__in=last)


class UnitAssessment(models.Model):
    """How strongly the five criteria speak for a unit, in the judgement of the office; the newest of a unit counts."""

    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="assessments")
    #: criterion → {"score": 1 to 5, "reason": why}
    scores = models.JSONField(_("各项评定"))
    total = models.PositiveSmallIntegerField(_("合计"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("评定人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField(_("评定日期"), default=clock.today)

    objects = UnitAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("五项标准评定")
        verbose_name_plural = _("五项标准评定")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "-id"], name="assessment_unit_newest")]

    def __str__(self) -> str:
        return f"{self.unit} {self.total}"

    @property
    def by_criterion(self) -> dict[str, tuple[int, str]]:
        return {criterion: (told["score"], told["reason"]) for criterion, told in self.scores.items()}


class RankingWeights(models.Model):
    """What weighs how much in the ranking of candidates: the one row of settings, with where it comes from."""

    #: figure → weight from 0 to 100; what is not named weighs as it was declared.
    weights = models.JSONField(_("权重"), default=dict, blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("设定人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(_("设定时间"), default=clock.now)

    class Meta:
        verbose_name = _("备选排序的权重")
        verbose_name_plural = _("备选排序的权重")

    def __str__(self) -> str:
        return self.basis

    @classmethod
    def current(cls) -> "RankingWeights | None":
        """None until somebody sets them: then the declared ones hold."""
        return cls.objects.filter(pk=1).select_related("set_by").first()
