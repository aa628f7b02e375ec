"""The life of a contact point: who looked after it, and what its period came to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.contactpoints.models.point import ContactPoint
from outreach.org.models import Cadre


class PointTenure(models.Model):
    """Who led a point and who kept its appointments, from a day until a day, and why that ended."""

    point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="tenures")
    leader = models.ForeignKey(Cadre, verbose_name=_("联系领导"), on_delete=models.PROTECT, related_name="+")
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("联络员"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    ended_why = models.CharField(_("为什么换"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("联系人变动")
        verbose_name_plural = _("联系人变动")
        ordering = ["point", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["point"], condition=Q(until=None), name="one_running_tenure_per_point"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="tenure_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.point} · {self.leader}"


class Conclusion(models.TextChoices):
    """What becomes of a point after its period."""

    CONTINUE = "continue", _("再联系一期")
    CHANGE_LEADER = "change_leader", _("换领导再联系一期")
    END = "end", _("结束联系")


class PointReview(models.Model):
    """What changed at a point in its period, against its start: judged by the office, answered by the leader."""

    point = models.OneToOneField(ContactPoint, on_delete=models.PROTECT, related_name="review")
    #: criterion → {"score": 1 to 5, "reason": why}
    scores_before = models.JSONField(_("期初评定"), default=dict)
    scores_now = models.JSONField(_("期末评定"), default=dict)
    figures_before = models.JSONField(_("期初数据"), null=True, blank=True)
    figures_now = models.JSONField(_("期末数据"))
    what_changed = models.TextField(_("这一期有什么变化"), max_length=1000)
    conclusion = models.CharField(_("结论"), max_length=16, choices=Conclusion.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("评估人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_on = models.DateField(_("评估日期"), default=clock.today)
    leader_words = models.TextField(_("联系领导的意见"), max_length=1000, blank=True)
    leader_said_on = models.DateField(_("领导填写日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("期满评估")
        verbose_name_plural = _("期满评估")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.point)

    @property
    def is_renewable(self) -> bool:
        """Another period was wanted, and nobody has set it up."""
        return self.conclusion != Conclusion.END and not ContactPoint.objects.filter(renews=self.point_id).exists()
