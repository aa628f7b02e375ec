"""More than one item may come of a petition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.models import Issue
from petitions.models.petition import Petition
from petitions.models.reception import ReceptionSlot


class FurtherItem(models.Model):
    """An item of the ledger made of one more side of a petition, or of what a leader promised at a reception.

    The case follows ``Petition.issue`` alone; it is complete only when these have ended too.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="further_items")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="further_item")
    slot = models.ForeignKey(ReceptionSlot, null=True, on_delete=models.PROTECT, related_name="items")
    added_at = models.DateTimeField(_("立项时间"), default=clock.now)

    class Meta:
        verbose_name = _("另立事项")
        verbose_name_plural = _("另立事项")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.petition.number} → {self.issue.number}"
