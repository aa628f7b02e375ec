"""How often something was done from one network within one hour; nothing about who, or about which matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """One count of one hour.

    ``key`` is a digest that is made anew each hour, so rows of different hours cannot be laid side by side; there is
    no moment finer than the hour, so a row cannot be laid beside a petition either. All are swept after a day.
    """

    key = models.CharField(max_length=80, editable=False)
    hour = models.BigIntegerField(editable=False, db_index=True)  # hours since 1970
    amount = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("计数")
        verbose_name_plural = _("计数")
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="one_tally_per_key_and_hour")]

    def __str__(self) -> str:
        return str(self.pk)
