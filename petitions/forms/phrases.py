"""The form of a phrase."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField, CleanTextField
from petitions.forms.missing import FilledForm


class PhraseForm(FilledForm):
    title = CleanCharField(label=_("名称"), max_length=40, help_text=_("例如：受理告知、补正材料。"))
    text = CleanTextField(label=_("内容"), rows=4, max_length=1000, help_text=_("不写人名、电话和具体案情。"))
    is_shared = forms.BooleanField(label=_("办公室共用"), required=False)
