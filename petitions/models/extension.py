"""More time for a case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from petitions.models.petition import Petition


class CaseExtension(models.Model):
    """延长办理期限: asked for by the officer, decided by a leader; the petitioner reads why (Art. 34)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField(_("延长天数"))
    reason = models.TextField(_("为什么要延长"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("申请时间"), default=clock.now)
    is_granted = models.BooleanField(_("是否批准"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("批准人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    words = models.CharField(_("决定的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("延长办理期限")
        verbose_name_plural = _("延长办理期限")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(is_granted=None), name="one_extension_asked"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="extension_by_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} +{self.days}"
