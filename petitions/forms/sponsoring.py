"""Forms of cases that a leader takes on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from petitions.forms.missing import FilledForm
from petitions.forms.readers import InternalField
from petitions.forms.reception import LeaderField
from petitions.states import Hardness
from petitions.workflow.sponsoring import Plan


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class TakeOnForm(FilledForm):
    """Which leader takes it on, why, how and by when."""

    sponsor = LeaderField(label=gettext_lazy("包案领导"))
    ground = forms.ChoiceField(label=gettext_lazy("为什么包案"), choices=Hardness.choices, widget=forms.RadioSelect)
    plan = CleanTextField(
        label=gettext_lazy("化解方案"),
        rows=6,
        max_length=2000,
        help_text=gettext_lazy("症结在哪、打算怎么解决、要哪些单位一起办。"),
    )
    team = CleanCharField(
        label=gettext_lazy("专班成员"), max_length=300, required=False, help_text=gettext_lazy("和领导一起办的人。")
    )
    target_on = _day(gettext_lazy("计划化解日期"))

    def clean_target_on(self) -> date:
        target: date = self.cleaned_data["target_on"]
        if target < clock.today():
            raise forms.ValidationError(_("计划化解日期不能早于今天。"))
        return target

    def verb_arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"sponsor": given.pop("sponsor"), "plan": Plan(**given)}


class NoteForm(FilledForm):
    version = _version()
    text = InternalField(
        label=gettext_lazy("这个月进展怎么样"), rows=4, max_length=2000, help_text=gettext_lazy("信访人看不到。")
    )


class StepForm(FilledForm):
    version = _version()
    what = CleanCharField(label=gettext_lazy("做什么"), max_length=200)
    who = CleanCharField(label=gettext_lazy("谁来做"), max_length=60)
    due_on = _day(gettext_lazy("什么时候做完"))


class DoneForm(FilledForm):
    """The step that is done."""

    version = _version()
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)


class ResolveForm(FilledForm):
    version = _version()
    resolution = CleanTextField(label=gettext_lazy("怎么化解的"), rows=4, max_length=2000)
    is_agreed = forms.BooleanField(label=gettext_lazy("信访人认可，不再反映"), required=False)


class ChangeSponsorForm(FilledForm):
    version = _version()
    sponsor = LeaderField(label=gettext_lazy("改由哪位领导包案"))
    reason = CleanCharField(label=gettext_lazy("为什么换人"), max_length=200)


class GiveBackForm(FilledForm):
    version = _version()
    reason = CleanTextField(label=gettext_lazy("为什么解除包案"), rows=2, max_length=500)
