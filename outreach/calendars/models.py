"""Which days are workdays, and how long things may take."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day whose rule differs from its weekday: a holiday, or a weekend worked instead 调休.

    Any other day is a workday from Monday to Friday. A year without a published day is an estimate.
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
    """One row whose number grows with every change, so that each process knows when its copy is old."""

    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class TimeLimit(models.Model):
    """A length of time as an administrator set it; without a row the declared length holds."""

    key = models.CharField(_("期限"), max_length=60, unique=True)
    days = models.PositiveSmallIntegerField(_("天数"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("办理时限")
        verbose_name_plural = _("办理时限")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
