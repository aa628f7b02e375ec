"""Where the office sent a petition, and what the unit that got it has to say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.models import OrgUnit
from petitions.models.petition import Petition


class Referral(models.Model):
    """转送: one sending of a petition to a unit, with that unit's objection where it has one (Art. 23)."""

    class Decision(models.TextChoices):
        """What the office says to an objection."""

        TAKE_BACK = "take_back", _("收回，重新决定")
        REFER_ON = "refer_on", _("改送另一个单位")
        CONFIRM = "confirm", _("维持转送")

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="referrals")
    unit = models.ForeignKey(OrgUnit, verbose_name=_("转送单位"), on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField(_("转送时间"), default=clock.now)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("转送人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    objection = models.TextField(_("异议的理由"), max_length=1000, blank=True)
    objected_at = models.DateTimeField(_("异议时间"), null=True, blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("异议人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("对异议的决定"), max_length=12, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("决定人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(_("决定的理由"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("转送")
        verbose_name_plural = _("转送")
        ordering = ["referred_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} → {self.unit}"

    @property
    def is_objected(self) -> bool:
        """The unit objects, and nobody has decided yet."""
        return self.objected_at is not None and not self.decision
