"""The audit log: who did what to which object, when and from where; it only ever grows."""

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.common import clock

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads; every way of changing rows is refused, here as well as in the database."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("audit records are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("audit records are never deleted")

    def bulk_update(self, objs: Any, fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        raise AppendOnlyError("audit records are never changed")


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("audit records are never changed")
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("audit records are never deleted")


class AuditQuerySet(AppendOnlyQuerySet["AuditRecord"]):
    """Acts."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("audit records are signed one by one, through record()")

    def of_object(self, obj: models.Model) -> "AuditQuerySet":
        """What was done to one row."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


class AuditRecord(AppendOnly):
    """One act, signed with a key that the database does not hold; ``mark`` tells it from an equal one."""

    id = models.BigAutoField(_("编号"), primary_key=True)
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("时间"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("操作人")
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=200, blank=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    action = models.CharField(_("动作"), max_length=64)
    object_type = models.CharField(_("对象类型"), max_length=100, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    object_label = models.CharField(_("对象"), max_length=200, blank=True)
    detail = models.JSONField(_("详情"), default=dict, blank=True)
    signature = models.CharField(_("签名"), max_length=64, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object"),
            models.Index(fields=["action", "id"], name="audit_of_action"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class AuditLink(AppendOnly):
    """The place of one record in the chain: changing, moving or removing one breaks every later hash."""

    seq = models.BigIntegerField(_("链号"), primary_key=True)
    record = models.OneToOneField(AuditRecord, models.PROTECT, related_name="link", verbose_name=_("审计记录"))
    hash = models.CharField(_("校验值"), max_length=64)

    objects: models.Manager["AuditLink"] = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("链环")
        verbose_name_plural = _("链环")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} → {self.record_id}"


class ChainCheck(models.Model):
    """One walk along the chain, asked for by a person or by the calendar, and what it found."""

    asked_at = models.DateTimeField(_("提出时间"), default=clock.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出人")
    )
    begun_at = models.DateTimeField(_("开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("完成"), null=True, blank=True)
    count = models.BigIntegerField(_("核验条数"), default=0)
    broken_seq = models.BigIntegerField(_("断在第几条"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("链核验")
        verbose_name_plural = _("链核验")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_whole(self) -> bool:
        return self.ended_at is not None and not self.reason
