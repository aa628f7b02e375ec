"""How long things are kept, and what is kept longer."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.lots import drawn_id


class RetentionRule(models.Model):
    """The months that one kind is kept after it ended, as an administrator set them."""

    kind = models.CharField(_("种类"), max_length=40, unique=True)
    months = models.PositiveSmallIntegerField(_("保存月数"), validators=[MinValueValidator(1), MaxValueValidator(1200)])
    basis = models.CharField(_("依据"), max_length=300)

    class Meta:
        verbose_name = _("保存期限")
        verbose_name_plural = _("保存期限")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind


class LegalHold(models.Model):
    """One thing that stays although its time is over: a lawsuit, an inspection, a review."""

    id = models.BigIntegerField(primary_key=True, default=drawn_id, editable=False)
    kind = models.CharField(_("种类"), max_length=40)
    object_id = models.CharField(_("对象编号"), max_length=64)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    #: Placed while only inspectors saw the row: why stays theirs, also when others see it again.
    is_sealed = models.BooleanField(default=False, editable=False)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("冻结人"))
    placed_at = models.DateTimeField(_("冻结时间"), default=clock.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("解除人")
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    #: Somebody else than who holds it wants it lifted; a second person has yet to agree.
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提请解除人")
    )
    lift_asked_at = models.DateTimeField(_("提请解除时间"), null=True, blank=True)
    lift_reason = models.CharField(_("解除理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("冻结")
        verbose_name_plural = _("冻结")
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(lifted_at=None), name="one_hold_at_a_time"
            ),
            # Whoever asks does not agree to it themselves, whatever the code above says.
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(lift_asked_by=None) | ~Q(lifted_by=models.F("lift_asked_by")),
                name="hold_lifted_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.object_id}"
