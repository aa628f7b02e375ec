"""Writing a matter straight into the ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.once import OnceForm
from outreach.ledger import intake
from outreach.ledger.forms.base import UnitField, day_field
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.other import OTHER
from outreach.ledger.permissions import REPORT
from outreach.ledger.states import Horizon, Topic
from outreach.org.scoping import Rights


class FindingForm(OnceForm):
    """One fact per item 一事一条."""

    title = CleanCharField(label=_("标题"), max_length=80, help_text=_("一句话说清是什么事；一件事写一条。"))
    description = CleanTextField(
        label=_("情况"), rows=6, help_text=_("在哪里、什么样、影响谁。不写身份证号、手机号和涉密内容。")
    )
    unit = UnitField(_("发生单位"))
    place = CleanCharField(label=_("地点"), max_length=80, required=False)
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)
    horizon = forms.ChoiceField(
        label=_("时限类型"), choices=Horizon.choices, initial=Horizon.TIME_BOUND, widget=forms.RadioSelect
    )
    raised_by = CleanCharField(
        label=_("谁提出的"), max_length=40, required=False, help_text=_("称呼或岗位，例如“门机司机”，不写姓名。")
    )
    raised_on = day_field(_("哪天提出"), required=False)
    is_major = forms.BooleanField(label=_("重大：要分管领导批准交办、到场验收"), required=False)
    is_urgent = forms.BooleanField(label=_("紧急"), required=False)
    is_legacy = forms.BooleanField(label=_("历史遗留"), required=False)
    is_found_on_site = forms.BooleanField(label=_("在一线发现"), required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights
        self.fields["raised_on"].initial = clock.today()
        unit: Any = self.fields["unit"]
        unit.queryset = rights.reach(REPORT).active()
        if len(rights.units) == 1:
            unit.initial = rights.units[0].pk

    def clean_raised_on(self) -> Any:
        day = self.cleaned_data["raised_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("提出日期不能在今天以后。"))
        return day

    def save(self, *, is_draft: bool) -> Issue:
        """Hand it in, or keep it as a draft; once, however often the form arrives."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        finding = Finding(source=OTHER.key, **facts)
        token = self.cleaned_data["token"]
        return intake.write_once(finding=finding, token=token, is_draft=is_draft, rights=self.rights)
