"""Which months and which unit the figures are asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.ledger.forms.base import UnitField
from outreach.org.scoping import Rights
from petitions.figures import BY_KEY, PARTS, Figure, Period, Place
from petitions.permissions import VIEW

_MOST_MONTHS = 36
_USUAL_MONTHS = 6
_EARLIEST, _LATEST = 2000, 2100


class MonthField(forms.DateField):
    """A month such as 2026-11: its first day."""

    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month", "class": "form-control"}, format="%Y-%m")
        wrong = gettext_lazy("写成 2026-11 这样的年和月。")
        super().__init__(
            label=label, required=False, input_formats=["%Y-%m"], widget=widget, error_messages={"invalid": wrong}
        )

    def clean(self, value: Any) -> Any:
        month = super().clean(value)
        if month is not None and not _EARLIEST <= month.year <= _LATEST:
            raise forms.ValidationError(self.error_messages["invalid"])
        return month


class PeriodForm(forms.Form):
    """From month to month, and where; empty fields mean the usual: the last months, everything in sight."""

    since = MonthField(gettext_lazy("从"))
    until = MonthField(gettext_lazy("到"))
    under = UnitField(
        gettext_lazy("单位"), required=False, error_messages={"invalid_choice": gettext_lazy("没有这个单位。")}
    )

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["under"]
        unit.widget.attrs["class"] = "form-select"
        unit.empty_label = _("我能看到的全部")
        unit.queryset = rights.reach(VIEW).order_by("path")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("结束的月份早于开始的月份。"))
        elif since and until and len(Period(since, until).months) > _MOST_MONTHS:
            self.add_error("until", _("一次最多看 %(most)d 个月。") % {"most": _MOST_MONTHS})
        return given

    @property
    def period(self) -> Period:
        """What was asked for where it makes sense, else the usual months."""
        if not self.is_valid():
            return _usual(clock.today())
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        last = until or (max(since, clock.today()) if since else clock.today())
        period = Period(since or _usual(last).first, last)
        return period if len(period.months) <= _MOST_MONTHS else _usual(last)

    @property
    def place(self) -> Place:
        return Place(self.cleaned_data.get("under") if self.is_valid() else None)


class BehindForm(PeriodForm):
    """The rows behind one part of one figure, as an address says it; it is never shown."""

    figure_key = forms.ChoiceField(choices=[(key, key) for key in BY_KEY])
    part_key = forms.ChoiceField(choices=[(part, part) for part in PARTS])
    alone = forms.BooleanField(required=False)

    def add_prefix(self, field_name: str) -> str:
        """Addresses say ``figure`` and ``part``."""
        return super().add_prefix(field_name.removesuffix("_key"))

    @property
    def figure(self) -> Figure:
        return BY_KEY[self.cleaned_data["figure_key"]]

    @property
    def part(self) -> str:
        return str(self.cleaned_data["part_key"])

    @property
    def words(self) -> str:
        """Which rows these are, for the reader."""
        told = {"label": self.figure.label, "part": PARTS[self.part], "since": f"{self.period.first:%Y-%m}"}
        words = _("%(label)s：%(part)s，%(since)s 至 %(until)s") % {**told, "until": f"{self.period.last:%Y-%m}"}
        return words if self.place.unit is None else f"{words}{_('，')}{self.place.unit}"

    @property
    def place(self) -> Place:
        return Place(self.cleaned_data["under"], is_alone=self.cleaned_data["alone"])


def _usual(last: date) -> Period:
    month = last.year * 12 + last.month - _USUAL_MONTHS
    return Period(date(month // 12, month % 12 + 1, 1), last)
