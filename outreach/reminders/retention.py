"""How long it is kept who was told what."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.reminders.models import Delivery, DeliveryState, Notice
from outreach.retention.kinds import Kind, kinds

_ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.SENDING)


def declare() -> None:
    basis = _("本系统约定：通知随事项留在经过里，提醒本身只为及时")
    kinds.register(
        Kind(
            "reminders.notice",
            _("通知"),
            months=12,
            basis=basis,
            ended=lambda before: Notice.objects.filter(created_at__lt=before),
            in_bulk=True,
        )
    )
    kinds.register(
        Kind(
            "reminders.delivery",
            _("邮件投递"),
            months=12,
            basis=basis,
            ended=lambda before: Delivery.objects.filter(~Q(state__in=_ON_THEIR_WAY), created_at__lt=before),
            in_bulk=True,
        )
    )
