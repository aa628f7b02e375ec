"""A petitioner takes a petition back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from petitions.models.petition import Petition


class Withdrawal(models.Model):
    """撤回: of one person's petition it ends the case; of a group's only what all representatives sign does."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField(_("为什么撤回"), max_length=1000, blank=True)
    said_at = models.DateTimeField(_("提出时间"), default=clock.now)
    ends_case = models.BooleanField(_("信访事项就此结束"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    proof = models.ForeignKey(
        Attachment, verbose_name=_("撤回申请书"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.said_at:%Y-%m-%d}"
