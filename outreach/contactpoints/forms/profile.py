"""The forms of a unit's condition 企情."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.crispy import form_helper
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.contactpoints.models import Indicator, UnitProfile
from outreach.contactpoints.workflow import Words

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_OLDEST = date(1990, 1, 1)
_LARGEST = 10**11


class ProfileForm(forms.Form):
    """How the unit is doing, in words."""

    mood = CleanTextField(
        label=_("职工情绪"), max_length=500, rows=3, required=False, help_text=_("大家在议论什么，稳不稳")
    )
    key_posts = CleanTextField(
        label=_("关键岗位"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("写岗位和缺不缺人，例如“维修班长缺 1 人”；不写姓名、电话等个人信息"),
    )
    hard_problems = CleanTextField(label=_("突出困难"), max_length=1000, rows=4, required=False)
    asked_for = CleanTextField(label=_("希望上级帮什么"), max_length=500, rows=3, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, unit_pk: int, profile: UnitProfile | None, cancel_url: str) -> None:
        shown = {name: getattr(profile, name) for name in self.base_fields if hasattr(profile, name)}
        super().__init__(data, initial={**shown, "based_on": profile.pk if profile else None})
        self.helper = form_helper(submit_label=_("保存"), cancel_url=cancel_url, autosave=f"profile-{unit_pk}")

    def write_over(self, newest: UnitProfile | None) -> None:
        """After somebody else's words were shown beside these: sending again writes these over them."""
        self.data = {**dict(self.data.items()), "based_on": newest.pk if newest else ""}

    @property
    def words(self) -> Words:
        return Words(**{name: text for name, text in self.cleaned_data.items() if name != "based_on"})


class ValueForm(forms.Form):
    """What one indicator was as of a day."""

    indicator = forms.ModelChoiceField(
        label=_("指标"), queryset=Indicator.objects.filter(is_active=True), empty_label=_("请选择指标")
    )
    as_of = forms.DateField(label=_("截至哪天"), widget=_DAY, validators=[MinValueValidator(_OLDEST)])
    value = forms.DecimalField(
        label=_("数值"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(-_LARGEST), MaxValueValidator(_LARGEST)],
    )
    source = CleanCharField(label=_("数据来源"), max_length=60, help_text=_("例如“财务月报”“班组点名”"))

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError(_("还没到这一天，数值不能是将来的。"))
        return day
