"""Pressure on a case that goes wrong, and the record that somebody was reminded of one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.reminders.models import Delivery, ReminderRule
from petitions.models.petition import Petition
from petitions.statute import Trigger


class CaseSupervision(models.Model):
    """督办: one thing that is wrong with how a petition is handled, until somebody finds it put right (Art. 40)."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="supervisions")
    trigger = models.CharField(_("情形"), max_length=16, choices=Trigger.choices)
    reason = models.CharField(_("理由"), max_length=300)
    raised_at = models.DateTimeField(_("督办时间"), default=clock.now)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("督办人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("撤销人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.CharField(_("撤销的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("信访督办")
        verbose_name_plural = _("信访督办")
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "trigger"], condition=Q(lifted_at=None), name="supervised_once_a_trigger"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.get_trigger_display()}"


class CaseReminder(models.Model):
    """The record that a rule fell due for a petition and an officer: exactly one, whatever crashes.

    As in ``outreach.reminders.models.Reminder``, the key holds the round of the clock and not a date.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="+")
    clock_round = models.PositiveSmallIntegerField()
    occurrence = models.PositiveSmallIntegerField(default=0)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    deadline = models.DateField(_("期限"))
    planned_at = models.DateTimeField(_("产生时间"), default=clock.now)
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("信访期限提醒")
        verbose_name_plural = _("信访期限提醒")
        indexes = [models.Index(fields=["recipient"], condition=Q(delivery=None), name="case_reminder_to_deliver")]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "rule", "clock_round", "occurrence", "recipient"], name="reminded_once_of_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.rule} → {self.recipient_id}"
