"""Contact points 联系点: the units with the most trouble, each tied to one leader who must go there."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.permissions import EDIT, SEE_QUOTA, VIEW
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights

LOWEST, HIGHEST = 1, 5


class Criterion(models.TextChoices):
    """The five reasons that make a unit a contact point, in the words of the program."""

    OPERATIONS = "operations", _("生产经营困难大")
    GROWTH = "growth", _("企业发展慢")
    FOUNDATIONS = "foundations", _("基础工作薄弱")
    PROBLEMS = "problems", _("存在问题较多")
    UNREST = "unrest", _("不安定因素较明显")


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def visible_to(self, rights: Rights) -> Self:
        """One's own points as leader or liaison, and those of the units where one may look at them.

        Whoever served and serves nowhere any more leads none, though nobody has taken it over yet.
        """
        if rights.everywhere(VIEW):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        return self.filter(Q(leader__user=rights.user) | Q(liaison=rights.user) | rights.as_q(VIEW, "unit"))

    def with_quota_for(self, rights: Rights) -> Self:
        """Those whose done and due visits this person may see: the office, the leader bound by it, the liaison."""
        if rights.everywhere(SEE_QUOTA):
            return self
        if rights.user is None or rights.has_left:
            return self.none()
        return self.filter(Q(leader__user=rights.user) | Q(liaison=rights.user) | rights.as_q(SEE_QUOTA, "unit"))

    def active(self, today: date | None = None) -> Self:
        """In use, and their period runs; one whose next period is set up already runs on until that begins.

        A unit that was closed is visited by nobody any more, and nobody owes a visit there.
        """
        today = today or clock.today()
        in_use = Q(is_active=True) | Q(renewed__since__gt=today)
        return self.filter(in_use, since__lte=today, unit__is_active=True).exclude(until__lt=today)

    def for_list(self) -> Self:
        """With everything a row of a list shows."""
        return self.select_related("unit__parent", "leader__user", "liaison").annotate(
            total_score=models.Sum("scores__score")
        )


class ContactPoint(models.Model):
    """A unit tied to one leader for a period; a new leader or period is a new row, so the history stays."""

    unit = models.ForeignKey(OrgUnit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="contact_points")
    leader = models.ForeignKey(
        Cadre, verbose_name=_("联系领导"), on_delete=models.PROTECT, related_name="contact_points"
    )
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("联络员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="liaison_points",
    )
    since = models.DateField(_("联系期起"), default=clock.today)
    until = models.DateField(_("联系期止"), null=True, blank=True)
    # One on-site visit a quarter is the project's default; sources range from yearly to every second month.
    visit_quota = models.PositiveSmallIntegerField(
        _("每季度应到次数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    is_active = models.BooleanField(_("在用"), default=True)
    scored_on = models.DateField(_("评定日期"), null=True, blank=True, editable=False)
    renews = models.OneToOneField(
        "self",
        verbose_name=_("接续哪一期"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewed",
        editable=False,
    )
    chosen_why = models.TextField(_("为什么选它"), max_length=500, blank=True, editable=False)
    # The figures of the day it was set up (contactpoints.candidates), as whoever chose it could see them.
    chosen_on_figures = models.JSONField(_("设立时的数据"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系点")
        verbose_name_plural = _("联系点")
        ordering = ["unit__path", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_active=True),
                name="one_active_point_per_unit",
                violation_error_message=_("这个单位已经是在用的联系点。"),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="point_period_in_order",
                violation_error_message=_("联系期止不能早于联系期起。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("contactpoints:detail", args=[self.pk])

    def shows_quota_to(self, rights: Rights) -> bool:
        """The same answer as ``with_quota_for``, for one point."""
        is_own = rights.user is not None and rights.user.pk in {self.leader.user_id, self.liaison_id}
        return is_own or rights.covers(SEE_QUOTA, self.unit.path)

    def is_editable_by(self, rights: Rights) -> bool:
        return rights.covers(EDIT, self.unit.path)


class CriterionScore(models.Model):
    """How strongly one criterion speaks for this unit, from 1 to 5, and why."""

    point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(_("标准"), max_length=12, choices=Criterion.choices)
    score = models.PositiveSmallIntegerField(
        _("得分"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "criterion"], name="criterion_once_per_point"),
            models.CheckConstraint(condition=Q(score__range=(LOWEST, HIGHEST)), name="criterion_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()} {self.score}"
