"""What tells that a petition was brought before: the pieces of its title, and what an officer said about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.org.models import OrgUnit
from petitions.models.petition import Petition


class PetitionGram(models.Model):
    """Two characters of a title, with the unit and the day, so that alike matters of one unit are found at once.

    Nothing of a sealed petition is kept here.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=2)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_on = models.DateField()

    class Meta:
        # Of each piece the latest are read, and no more: also in a unit with a fifth of 1,000,000 petitions.
        indexes = [models.Index(fields=["unit", "gram", "received_on", "petition"], name="petition_alike_pieces")]

    def __str__(self) -> str:
        return f"{self.gram} → {self.petition_id}"


class NotRepeat(models.Model):
    """Somebody looked at both and said that one is no repeat of the other; it is not suggested again."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("不是重复信访")
        verbose_name_plural = _("不是重复信访")
        constraints = [models.UniqueConstraint(fields=["petition", "other"], name="not_a_repeat_once")]

    def __str__(self) -> str:
        return f"{self.petition_id} ≠ {self.other_id}"
