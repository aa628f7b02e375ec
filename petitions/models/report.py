"""Urgent and major matters told to a leader at once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from petitions.models.petition import Petition


class UrgentReport(models.Model):
    """One urgent or major matter reported upward, to whom and when (信访工作条例, Art. 25)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="reports")
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("报告给谁"), on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(_("紧急、重大在哪里"), max_length=500)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("报告人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(_("报告时间"), default=clock.now)
    heeded_at = models.DateTimeField(_("阅知时间"), null=True, blank=True)
    instruction = models.TextField(_("批示"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("紧急重大情况报告")
        verbose_name_plural = _("紧急重大情况报告")
        ordering = ["reported_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} → {self.told}"
