"""Putting a case away: what its file lacks is shown, and each is ticked, or explained."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.completeness import GAPS, gaps
from petitions.forms.readers import InternalField
from petitions.forms.steps import StepForm


class _SeenField(forms.MultipleChoiceField):
    def valid_value(self, value: object) -> bool:
        """What was ticked may have been made good since."""
        return str(value) in GAPS


class ArchiveForm(StepForm):
    seen = _SeenField(
        label=_("卷里还缺"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("能补的先补。仍要归档的，逐项打勾，或者在下面写明为什么（至少 5 个字）。"),
    )
    note = InternalField(
        label=_("办公室内部说明"), rows=2, max_length=500, required=False, help_text=_("信访人看不到。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lacking = gaps(self.petition)
        seen: Any = self.fields["seen"]
        seen.choices = [(key, GAPS[key]) for key in lacking]
        if not lacking:
            seen.widget = forms.MultipleHiddenInput()
            self.fields["note"].help_text = _("卷里该有的都有。信访人看不到这段说明。")
