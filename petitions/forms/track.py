"""What the petitioner may add on the query page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.common.fields import CleanTextField
from outreach.ledger.states import Satisfaction
from outreach.ledger.workflow import Judgement
from petitions.forms.missing import FilledForm
from petitions.models import CaseQuestion


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


class AnswerForm(SupplementForm):
    """What the office asked, answered in words, in files, or both."""

    def __init__(self, data: Any = None, files: Any = None, *, question: CaseQuestion) -> None:
        super().__init__(data, files, auto_id=f"id_q{question.pk}_%s")
        self.question = question
        self.fields["text"].label = _("你的回答")
        self.fields["files"].label = _("照片或材料")


class RateForm(FilledForm):
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
    )

    def __init__(self, *args: Any, follows: str = "", **kwargs: Any) -> None:
        """``follows`` says what comes where the result is not good."""
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = follows

    @property
    def judgement(self) -> Judgement:
        return Judgement(**self.cleaned_data)


class HigherForm(FilledForm):
    """A petitioner asks the unit above to look again."""

    reason = CleanTextField(
        label=_("为什么不服"),
        rows=4,
        max_length=2000,
        help_text=_("写清楚哪里不对、希望怎么改。原来交的材料会一起看。"),
        error_messages={"required": _("写明为什么不服，上一级单位才知道要看什么。")},
    )


class WithdrawForm(forms.Form):
    """A petitioner takes the matter back."""

    why = CleanTextField(label=_("为什么撤回"), rows=2, max_length=1000, required=False)
    is_sure = forms.BooleanField(label=_("我想好了，要撤回"), error_messages={"required": _("请先勾选，确认要撤回。")})


class MailForm(forms.Form):
    """An address for notices of this matter; of an accusation with a word that its warning was read."""

    address = forms.EmailField(
        label=_("电子邮箱"),
        max_length=254,
        help_text=_("只有你自己能打开的邮箱。不要用单位邮箱。加密保存，经办的人看不到。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "data-nosave": True}),
        error_messages={
            "required": _("写上要收提醒的邮箱。"),
            "invalid": _("邮箱地址不对，例如 name@example.com。"),
        },
    )
    agrees = forms.BooleanField(
        label=_("同意用这个邮箱接收这件事的提醒"), error_messages={"required": _("请勾选同意，才能开通。")}
    )
    knows_who_sees = forms.BooleanField(
        label=_("看过上面的提示，仍然要开通"),
        error_messages={"required": _("请看过提示再勾选；不想开通，凭查询码一样能看进展。")},
    )

    def __init__(self, *args: Any, is_sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sealed:
            del self.fields["knows_who_sees"]

    @property
    def wish(self) -> dict[str, Any]:
        """What the verb is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agrees"}
