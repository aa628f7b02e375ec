"""How long things are kept, and holding one of them past its time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField, CleanTextField
from outreach.org.scoping import Rights
from outreach.retention.kinds import Kind, kinds
from outreach.retention.models import RetentionRule
from outreach.retention.queries import find_row
from outreach.retention.workflow import SHORTEST_REASON


def _reason(label: Any, help_text: Any) -> CleanTextField:
    return CleanTextField(
        label=label,
        rows=2,
        max_length=300,
        min_length=SHORTEST_REASON,
        help_text=help_text,
        error_messages={"min_length": _("理由至少写 10 个字。")},
    )


class PlaceForm(forms.Form):
    """One thing by the number on its paper, among those this person sees."""

    number = CleanCharField(
        label=_("编号"), max_length=40, help_text=_("信访件或台账事项的编号，例如 XFJ-2026-482913、QT-2026-000214。")
    )
    reason = _reason(_("为什么到期也不能删"), _("例如：劳动争议仲裁期间保留。至少 10 个字，记入审计。"))

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights

    def clean_number(self) -> tuple[Kind, Any]:
        found = find_row(self.cleaned_data["number"].strip().upper(), self.rights)
        if found is None:
            raise forms.ValidationError(_("没有这个编号，或者不在你能看的范围里。"))
        return found


class LiftForm(forms.Form):
    """Why it need not be kept any more."""

    reason = _reason(_("为什么可以解除"), _("至少 10 个字，记入审计。不是你冻结的，要再由另一个人同意。"))


class RuleForm(forms.ModelForm[RetentionRule]):
    """The months of one kind, never fewer than its floor: said here, and held to by ``months_of``."""

    class Meta:
        model = RetentionRule
        fields = ("months", "basis")

    def clean_months(self) -> int:
        months: int = self.cleaned_data["months"]
        kind = kinds.get(self.instance.kind)
        if kind is not None and months < kind.floor:
            raise forms.ValidationError(_("这一种至少要保存 %(count)d 个月。"), params={"count": kind.floor})
        return months
