"""A petitioner asks somebody higher to look again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.models import OrgUnit
from petitions.models.petition import Petition
from petitions.statute import Stage


class ReviewRequest(models.Model):
    """A request for 复查 or 复核 by the unit above (信访工作条例, Art. 35, 36).

    One that comes too late is written down all the same; an officer of that unit decides whether it is taken on.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="review_requests")
    stage = models.CharField(_("阶段"), max_length=12, choices=[(one.value, one.label) for one in Stage][1:])
    unit = models.ForeignKey(OrgUnit, verbose_name=_("复查、复核单位"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("为什么不服"), max_length=2000)
    asked_at = models.DateTimeField(_("申请时间"), default=clock.now)
    is_late = models.BooleanField(_("超过申请期限"), default=False)
    is_admitted = models.BooleanField(_("是否受理"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("决定人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    words = models.TextField(_("告诉信访人的话"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("复查复核申请")
        verbose_name_plural = _("复查复核申请")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(is_admitted=None), name="one_late_review_waits")
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_stage_display()}"
