"""Forms of leaders' receptions: the roster, a place on it, and what was said."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.org.models import Cadre
from petitions.forms.missing import FilledForm
from petitions.models import ReceptionDay
from petitions.workflow.receptions import Hours, free_places

#: More places a day than anybody can listen to is a slip of the finger.
_MOST_PLACES = 60


def _clock_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class LeaderField(forms.ModelChoiceField):
    """A leading cadre with post and portfolio."""

    def __init__(self, **kwargs: Any) -> None:
        serving = Cadre.objects.filter(user__is_active=True)
        cadres = serving.select_related("user", "unit").order_by("unit__path", "pk")
        super().__init__(cadres, empty_label=gettext_lazy("请选择"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user} · {obj.title}" + (f"（{obj.portfolio}）" if obj.portfolio else "")


class DayForm(FilledForm):
    """Who receives, when and where."""

    cadre = LeaderField(label=gettext_lazy("接访领导"))
    planned_on = forms.DateField(
        label=gettext_lazy("排在哪天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("遇节假日自动顺延到下一个工作日。"),
    )
    starts_at = forms.TimeField(label=gettext_lazy("几点开始"), widget=_clock_input(), initial=time(9))
    ends_at = forms.TimeField(label=gettext_lazy("几点结束"), widget=_clock_input(), initial=time(11))
    slot_minutes = forms.IntegerField(label=gettext_lazy("每人多少分钟"), min_value=5, max_value=240, initial=20)
    place = CleanCharField(label=gettext_lazy("地点"), max_length=80)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        minutes = (
            (data["ends_at"].hour - data["starts_at"].hour) * 60 + data["ends_at"].minute - data["starts_at"].minute
        )
        if minutes < data["slot_minutes"]:
            self.add_error("ends_at", _("这段时间不够接待一个人。"))
        elif minutes // data["slot_minutes"] > _MOST_PLACES:
            self.add_error("slot_minutes", _("一天最多安排 %(most)d 个人。") % {"most": _MOST_PLACES})
        return data

    @property
    def hours(self) -> Hours:
        data = self.cleaned_data
        return Hours(data["planned_on"], data["starts_at"], data["ends_at"], data["place"], data["slot_minutes"])


class SubstituteForm(FilledForm):
    """Who sits there instead."""

    substitute = LeaderField(label=gettext_lazy("谁代为接访"))
    reason = CleanCharField(label=gettext_lazy("原因"), max_length=200, help_text=gettext_lazy("公示在接访安排里。"))


class CallOffForm(FilledForm):
    reason = CleanCharField(
        label=gettext_lazy("取消原因"),
        max_length=200,
        help_text=gettext_lazy("约好的人会看到；他们自动顺延到这位领导的下一个接访日，没有就排队等。"),
    )


class HeardForm(FilledForm):
    """What was said at the table, and what was promised."""

    heard = CleanTextField(label=gettext_lazy("谈了什么"), rows=4, max_length=3000)
    promise = CleanCharField(
        label=gettext_lazy("答应的事"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "别人代记的，接访人确认后才算数，信访人才看得到；接访人负责到底，到期前会出现在他的待办里。"
        ),
    )
    promised_on = forms.DateField(
        label=gettext_lazy("什么时候办到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("promise")) != bool(data.get("promised_on")):
            missing = "promised_on" if data.get("promise") else "promise"
            self.add_error(missing, _("答应的事和时间要一起写。"))
        return data


class ObjectionForm(FilledForm):
    objection = CleanCharField(
        label=gettext_lazy("哪里不对"), max_length=200, help_text=gettext_lazy("记录的人会看到；信访人看不到。")
    )


class KeptForm(FilledForm):
    """What a promise came to."""

    kept_how = CleanCharField(
        label=gettext_lazy("怎么兑现的"),
        max_length=300,
        help_text=gettext_lazy("信访人会看到。别人代记的，接访人确认后才算数。"),
    )
    kept_on = forms.DateField(
        label=gettext_lazy("哪天兑现"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PlaceForm(FilledForm):
    """One of the free places of the coming days, or the line where a day is full."""

    place = forms.ChoiceField(
        label=gettext_lazy("哪一天、几点"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选一个时间。"),
            "invalid_choice": gettext_lazy("这个时间刚被别人约走，请另选一个。"),
        },
    )

    def __init__(self, *args: Any, days: list[ReceptionDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.pk): day for day in days}
        self.groups = [(day, _places(day)) for day in days]
        field: Any = self.fields["place"]
        field.choices = [choice for _day, places in self.groups for choice in places]

    @property
    def chosen(self) -> tuple[ReceptionDay, time | None]:
        """The day, and when; None stands in line."""
        day, _dash, at = self.cleaned_data["place"].partition("-")
        return self.days[day], time.fromisoformat(at) if at else None


def _places(day: ReceptionDay) -> list[tuple[str, str]]:
    free = [(f"{day.pk}-{at:%H:%M}", f"{at:%H:%M}") for at in free_places(day)]
    return free or [(f"{day.pk}-", _("已约满，排队等空位"))]
