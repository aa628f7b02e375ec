"""Who is to be told what, who was told, and what is still on its way."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights


class DayKind(models.TextChoices):
    WORKDAY = "workday", _("工作日")
    CALENDAR = "calendar", _("自然日")


class ReminderRule(models.Model):
    """When a reminder falls due, as days from the deadline: negative before it, positive after it."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    offset_days = models.SmallIntegerField(_("离期限的天数"), help_text=_("期限之前为负数，之后为正数"))
    day_kind = models.CharField(_("按什么天数"), max_length=10, choices=DayKind.choices, default=DayKind.CALENDAR)
    repeat_days = models.PositiveSmallIntegerField(_("之后每几天一次"), default=0, help_text=_("0 为不重复"))
    to_head = models.BooleanField(_("同时提醒单位负责人"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("提醒规则")
        verbose_name_plural = _("提醒规则")
        ordering = ["offset_days", "pk"]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    DEAD = "dead", _("发送失败")
    CANCELLED = "cancelled", _("不必发送")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def claimable(self) -> Self:
        """Waiting and due, or claimed by a dispatcher whose lease ran out."""
        now = clock.now()
        waiting = Q(state=DeliveryState.PENDING, next_attempt_at__lte=now)
        return self.filter(waiting | Q(state=DeliveryState.SENDING, lease_until__lt=now))


class Delivery(models.Model):
    """One e-mail to one person, told of in the database before anything is sent.

    Whoever claims it holds a lease and a ``token``; only that token can mark it sent, and every
    try carries the same Message-ID, so a repeat is recognisable as the same message.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Empty for somebody without an account: see ``outreach.reminders.letters``.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    created_at = models.DateTimeField(_("产生时间"), default=clock.now)
    next_attempt_at = models.DateTimeField(_("下次发送"), default=clock.now)
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("邮件投递")
        verbose_name_plural = _("邮件投递")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.recipient or '—'} {self.get_state_display()}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, rights: Rights) -> Self:
        """What this person was told, as long as they may see what it is about."""
        seen = Issue.objects.visible_to(rights).order_by().values("pk")
        return self.filter(Q(issue=None) | Q(issue__in=seen), user=rights.user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One line behind the bell; it leads to the item and says nothing that the item's page would not show."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60, help_text="told once per user: what this notice is about")
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="told_once_per_user")]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"


class Reminder(models.Model):
    """The record that a rule fell due for an item and a person: exactly one, whatever crashes.

    The key holds the round of the item's clock and not a date: a new deadline brings its own
    reminders, an edited holiday never sends one twice.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, on_delete=models.PROTECT, related_name="reminders")
    clock_round = models.PositiveSmallIntegerField()
    occurrence = models.PositiveSmallIntegerField(default=0)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    deadline = models.DateField(_("期限"))
    planned_at = models.DateTimeField(_("产生时间"), default=clock.now)
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="reminders")

    class Meta:
        verbose_name = _("提醒记录")
        verbose_name_plural = _("提醒记录")
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "rule", "clock_round", "occurrence", "recipient"], name="reminded_once"
            )
        ]
        indexes = [models.Index(fields=["recipient"], condition=Q(delivery=None), name="reminder_to_deliver")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.rule} → {self.recipient_id}"


class Heartbeat(models.Model):
    """When a loop last came round; its row is also the lock that lets one planner work at a time."""

    loop = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.loop} {self.beat_at:%Y-%m-%d %H:%M:%S}"
