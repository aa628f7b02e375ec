"""Looking for a person's petitions, and putting right what is kept of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from petitions.contacts import plain_id_number, plain_phone
from petitions.forms.missing import FilledForm

_SHORTEST_NUMBER = 5


class FindPersonForm(FilledForm):
    """A phone or an identity number, whole; a part of one finds nothing, since only digests are compared."""

    number = CleanCharField(
        label=_("电话或身份证号"),
        max_length=40,
        help_text=_("要完整的号码，空格和横线不要紧。每找一次都记入审计，号码本身不记。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-nosave": True}),
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if max(len(plain_phone(number)), len(plain_id_number(number))) < _SHORTEST_NUMBER:
            raise forms.ValidationError(_("号码太短，请写完整。"))
        return number
