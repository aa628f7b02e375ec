"""The written answer to a petition, and how it reached the petitioner."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.org.models import OrgUnit
from petitions.models.petition import Petition
from petitions.statute import Handover, Outcome, Stage


class HandlingOpinion(models.Model):
    """处理意见 in the name of a unit, and the opinions of those who review it (信访工作条例, Art. 32, 35, 36).

    Of each stage the newest holds; one that was taken up again stays as it was written.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="opinions")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage.choices, default=Stage.HANDLING)
    unit = models.ForeignKey(OrgUnit, verbose_name=_("作出意见的单位"), on_delete=models.PROTECT, related_name="+")
    request = models.TextField(_("诉求"), max_length=1000)
    facts = models.TextField(_("事实和理由"), max_length=3000)
    opinion = models.TextField(_("意见"), max_length=3000)
    basis = models.TextField(_("依据"), max_length=1000)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices)
    issued_at = models.DateTimeField(_("出具时间"), default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("出具人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Of a review that somebody above the enterprise decided; ``unit`` is then the highest of our own.
    outside = models.CharField(_("本企业以外的上级单位"), max_length=80, blank=True)
    outside_number = models.CharField(_("上级文号"), max_length=40, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    delivered_by_way = models.CharField(_("送达方式"), max_length=12, choices=Handover.choices, blank=True)
    proof = models.ForeignKey(
        Attachment, verbose_name=_("送达凭证"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("处理意见")
        verbose_name_plural = _("处理意见")
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "stage"], condition=Q(is_current=True), name="one_opinion_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_stage_display()} {self.get_outcome_display()}"

    @property
    def author(self) -> str:
        """Whose word it is."""
        return self.outside or str(self.unit)
