"""What the petitioner may add on the query page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.common.fields import CleanTextField
from outreach.ledger.states import Satisfaction
from outreach.ledger.workflow import Judgement


class SupplementForm(forms.Form):
    """More about the same matter, with files."""

    text = CleanTextField(label=_("要补充的情况"), rows=3, required=False)
    files = MultiFileField(  # type: ignore[assignment]  # stubs take the form's attribute for its uploads
        label=_("材料"), purpose="petition-supplement", required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not data.get("files"):
            self.add_error("text", _("写几句，或者加一份材料。"))
        return data


class RateForm(forms.Form):
    """The judgement in three parts; silence is never counted as satisfied."""

    attitude = forms.TypedChoiceField(
        label=_("态度"), choices=Satisfaction.choices, coerce=int, widget=forms.RadioSelect
    )
    speed = forms.TypedChoiceField(label=_("速度"), choices=Satisfaction.choices, coerce=int, widget=forms.RadioSelect)
    result = forms.TypedChoiceField(label=_("结果"), choices=Satisfaction.choices, coerce=int, widget=forms.RadioSelect)
    words = CleanTextField(
        label=_("还有什么没解决"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("“结果”选不满意，这件事会重新办理。"),
    )

    @property
    def judgement(self) -> Judgement:
        return Judgement(**self.cleaned_data)
