"""Planning visits, moving one, and calling it off."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldvisits.workflow.planning import MOST_AT_ONCE
from outreach.calendars.workdays import WorkCalendar
from outreach.common.fields import CleanCharField
from outreach.contactpoints.models import ContactPoint
from outreach.ledger.filters import SANE_DAYS
from outreach.org.scoping import Rights

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Repeat(models.TextChoices):
    """How often a plan comes round."""

    ONCE = "once", _("只这一次")
    MONTHLY = "monthly", _("每月一次")
    QUARTERLY = "quarterly", _("每季度一次")


_MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3}


class PlanForm(forms.Form):
    """Which contact point, which day, what one goes there for, and how often again."""

    contact_point = forms.ModelChoiceField(
        label=_("联系点"), queryset=ContactPoint.objects.none(), empty_label=_("请选择联系点")
    )
    planned_on = forms.DateField(label=_("哪天去"), widget=_DAY, validators=SANE_DAYS)
    note = CleanCharField(label=_("带着什么事去"), max_length=200, required=False)
    is_unannounced = forms.BooleanField(
        label=_("不提前打招呼（四不两直）"), required=False, help_text=_("不发公函，单位也看不到这次计划。")
    )
    repeat = forms.ChoiceField(label=_("多久一次"), choices=Repeat.choices, initial=Repeat.ONCE, required=False)
    until = forms.DateField(
        label=_("到哪天为止"),
        widget=_DAY,
        required=False,
        validators=SANE_DAYS,
        help_text=_("遇休息日顺延到下一个工作日。"),
    )

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points: Any = self.fields["contact_point"]
        points.queryset = ContactPoint.objects.with_quota_for(rights).active().select_related("unit", "leader")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("repeat") in _MONTHS and "until" not in self.errors:
            if not data.get("until"):
                self.add_error("until", _("请写到哪天为止。"))
            elif data.get("planned_on") and data["until"] < data["planned_on"]:
                self.add_error("until", _("不能早于第一次去的那天。"))
        return data

    @property
    def days(self) -> list[date]:
        """Every day that is planned, in order; the first as it was typed, later ones moved on from days off."""
        first: date = self.cleaned_data["planned_on"]
        step, until = _MONTHS.get(self.cleaned_data.get("repeat", "")), self.cleaned_data.get("until")
        if step is None or until is None:
            return [first]
        calendar, found = WorkCalendar.current(), [first]
        while len(found) <= MOST_AT_ONCE and (day := _later(first, len(found) * step)) <= until:
            found.append(calendar.next_workday_on_or_after(day))
        return found


def _later(first: date, months: int) -> date:
    """The same day so many months on; the 31st becomes the last day of a shorter month."""
    whole = first.year * 12 + first.month - 1 + months
    year, month = divmod(whole, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=first.day - 1), following - timedelta(days=1))


class MoveForm(forms.Form):
    to = forms.DateField(label=_("改到哪天"), widget=_DAY)
    reason = CleanCharField(label=_("改期原因"), max_length=200)


class CancelForm(forms.Form):
    reason = CleanCharField(label=_("取消原因"), max_length=200)
