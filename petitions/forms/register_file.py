"""Sending in the register of another system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.once import OnceForm


class RegisterFileForm(OnceForm):
    """One workbook; it is checked before anything is entered."""

    register = forms.FileField(
        label=_("登记册"),
        help_text=_("xlsx，最大 20 MB、2 万行。先检查，不会马上登记。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("选一个 xlsx 文件。"),
            "empty": _("这是一个空文件。请重新选择。"),
        },
    )


class ExportForm(OnceForm):
    """The list as its address says it."""

    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
