"""Forms for judging, for looking back and for supervising."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.common.fields import CleanTextField
from outreach.ledger import workflow
from outreach.ledger.forms.base import NoteForm, ShortReasonForm, StepForm
from outreach.ledger.forms.handling import EVIDENCE, MOST_FILES, FilesMixin
from outreach.ledger.states import LookBackResult, Satisfaction, SupervisionLevel

_MOST_PEOPLE = 999


class AcceptForm(FilesMixin, NoteForm):
    """Acceptance; on site it is shown by a photo taken there, with its time and by whom."""

    asked = ("is_on_site",)
    is_on_site = forms.BooleanField(label=_("我到现场看过"), required=False)
    attachments = MultiFileField(
        label=_("现场照片"),
        purpose=EVIDENCE,
        required=False,
        max_files=MOST_FILES,
        help_text=_("到现场看过的，要有一张；只看材料的不用。"),
    )
    field_order = ["is_on_site", "attachments", "note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_photo = any(one.is_image for one in data.get("attachments", ()))
        if data.get("is_on_site") and "attachments" not in self.errors and not has_photo:
            self.add_error("attachments", _("到现场验收的，请拍一张现场照片。"))
        return data


class LookBackForm(FilesMixin, StepForm):
    """What somebody finds who comes back to see whether it holds."""

    result = forms.ChoiceField(
        label=_("真解决了吗"),
        choices=LookBackResult.choices,
        widget=forms.RadioSelect,
        help_text=_("没有真解决的，提交后马上重新办理，按反弹计。"),
    )
    words = CleanTextField(
        label=_("看到什么、听到什么"), rows=5, max_length=2000, help_text=_("写现场的样子和大家的话，不写姓名。")
    )
    attachments = MultiFileField(label=_("现场照片或材料"), purpose=EVIDENCE, max_files=MOST_FILES)
    people_asked = forms.IntegerField(
        label=_("当场问了几个人"),
        min_value=0,
        max_value=_MOST_PEOPLE,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    satisfaction = forms.TypedChoiceField(
        label=_("他们满意吗"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("没有问到人")), *Satisfaction.choices],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """People were asked and said something, or nobody was."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["people_asked"] and data["satisfaction"] is None:
            self.add_error("satisfaction", _("问了人，请选他们满意不满意。"))
        elif data["satisfaction"] is not None and not data["people_asked"]:
            self.add_error("people_asked", _("请写问了几个人。"))
        return data


class SuperviseForm(ShortReasonForm):
    level = forms.TypedChoiceField(
        label=_("督办级别"),
        coerce=int,
        choices=[choice for choice in SupervisionLevel.choices if choice[0] != SupervisionLevel.NONE],
        widget=forms.RadioSelect,
        help_text=_("只升不降，直到说明理由摘牌。"),
    )
    field_order = ["level", "reason"]


JUDGING: dict[str, Any] = {
    "accept_result": AcceptForm.taking(workflow.accept_result),
    "look_back": LookBackForm.taking(workflow.look_back),
    "raise_supervision": SuperviseForm.taking(workflow.raise_supervision),
    "lift_supervision": ShortReasonForm.taking(workflow.lift_supervision),
}
