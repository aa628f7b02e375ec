"""How a petition came that somebody else typed in: on which day, through whom, and whether it was read back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.org.models import Cadre
from petitions.models.petition import Petition
from petitions.states import Arrival

#: Said, not written: what was taken down is read to whoever said it (信访工作条例, Art. 19: 如实记录).
SPOKEN = (Arrival.VISIT, Arrival.CALL, Arrival.RECEPTION)
LONGEST_SENDER = 80
LONGEST_NUMBER = 40


class WayIn(models.Model):
    """What the office notes of a letter, visit, call, reception or transfer, besides what it says.

    Of a matter taken over from another register also what was noted there.
    """

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="way_in")
    read_back_at = models.DateTimeField(_("向信访人宣读的时间"), null=True, blank=True, editable=False)
    read_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("宣读人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    leader = models.ForeignKey(
        Cadre, verbose_name=_("接访领导"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_from = models.CharField(_("转来的单位"), max_length=LONGEST_SENDER, blank=True)
    sent_number = models.CharField(_("来文编号"), max_length=LONGEST_NUMBER, blank=True)
    answer_due_on = models.DateField(_("上级要求的期限"), null=True, blank=True)
    is_answer_owed = models.BooleanField(_("要向上级回复"), default=False)
    is_taken_over = models.BooleanField(_("从原登记册导入"), default=False, editable=False)
    old_number = models.CharField(_("原编号"), max_length=LONGEST_NUMBER, blank=True, db_index=True, editable=False)
    #: What another register said that has no place of its own here, by the keys of its columns.
    told = models.JSONField(_("原登记册的其他内容"), default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("来信来访登记")
        verbose_name_plural = _("来信来访登记")

    def __str__(self) -> str:
        return f"{self.petition_id}"

    @property
    def waits_for_reading(self) -> bool:
        """It was said, and nobody has read back what was written down of it; what another office did is its own."""
        return not self.is_taken_over and self.petition.arrival in SPOKEN and self.read_back_at is None
