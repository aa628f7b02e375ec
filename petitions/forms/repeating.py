"""Forms for saying whether a petition was brought before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField, CleanTextField
from petitions.forms.steps import StepForm
from petitions.models import Petition
from petitions.repeats import earlier_ones


def _why(label: object, *, required: bool) -> CleanTextField:
    help_text = _("记入经过，信访人看不到。")
    return CleanTextField(label=label, rows=2, max_length=300, required=required, help_text=help_text)


class _OtherForm(StepForm):
    """Names an earlier petition by its number; links from a hint bring it along."""

    asked = ("other",)

    other = CleanCharField(label=_("更早的信访件编号"), max_length=20, help_text=_("例如 XFJ-2026-482913。"))

    def clean_other(self) -> Petition:
        typed = self.cleaned_data["other"].strip().upper()
        found: Petition | None = earlier_ones(self.petition, self.rights).filter(number=typed).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的更早的信访件。"))
        return found


class LinkRepeatForm(_OtherForm):
    note = _why(_("为什么是重复信访"), required=True)


class NotRepeatForm(_OtherForm):
    note = _why(_("为什么不是"), required=False)


class UnlinkRepeatForm(StepForm):
    note = _why(_("为什么解除关联"), required=True)
