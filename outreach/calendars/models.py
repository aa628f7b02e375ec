"""Which days are workdays, and how long things may take."""

import secrets
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

_NUMBERS = 2**31


class Held(models.Model):
    """A row of which each process holds a copy: saving or deleting it tells them all that theirs is old."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            CalendarRevision.renew()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            CalendarRevision.renew()
            return super().delete(*args, **kwargs)


class CalendarDay(Held):
    """A day whose rule differs from its weekday: a holiday, or a weekend worked instead 调休.

    Any other day is a workday from Monday to Friday. A year is published once it has days here
    and none of them is an estimate.
    """

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=80, blank=True)
    is_published = models.BooleanField(_("已公布"), default=True, help_text=_("国务院办公厅已公布；否则为推算"))

    class Meta:
        verbose_name = _("日历日")
        verbose_name_plural = _("工作日历")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()


class CalendarRevision(models.Model):
    """One row that changes with every change of the calendar or of a length, so that no process keeps an old copy.

    The number is drawn, not counted: after a rolled-back change a counted one would come again.
    """

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def renew(cls) -> None:
        """Call in the transaction that changes days or lengths."""
        cls.objects.update_or_create(pk=1, defaults={"number": secrets.randbelow(_NUMBERS)})


class TimeLimit(Held):
    """A length of time as an administrator set it; without a row the declared length holds."""

    key = models.CharField(_("期限"), max_length=60, unique=True)
    days = models.PositiveSmallIntegerField(_("天数"), validators=[MinValueValidator(1), MaxValueValidator(3660)])
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("办理时限")
        verbose_name_plural = _("办理时限")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
