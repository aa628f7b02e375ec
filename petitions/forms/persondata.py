"""Showing that a matter is one's own, and putting right what is kept of a person."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from petitions.contacts import PARTS, id_number_slip, plain_id_number
from petitions.forms.group import PeopleField
from petitions.people import MOST_REPRESENTATIVES, MOST_SIGNERS


def _unsaved(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "data-nosave": True, **attrs})


class ProofForm(forms.Form):
    """Something only the petitioner knows besides the code: the slip may have been found by somebody else."""

    proof = CleanCharField(
        label=_("登记时留的手机号"),
        max_length=40,
        widget=_unsaved(),
        help_text=_("没有留手机号的，写身份证号；都没有留的，写姓名。"),
        error_messages={"required": _("写一项登记时留的信息，好确认是你本人。")},
    )


class CorrectForm(forms.Form):
    """Only what is to be put right; the rest stays as it is."""

    name = CleanCharField(label=PARTS["name"], max_length=40, required=False, widget=_unsaved())
    phone = CleanCharField(label=PARTS["phone"], max_length=30, required=False, widget=_unsaved(inputmode="tel"))
    id_number = CleanCharField(label=PARTS["id_number"], max_length=24, required=False, widget=_unsaved())
    address = CleanCharField(label=PARTS["address"], max_length=120, required=False, widget=_unsaved())

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not re.fullmatch(r"\+?[\d\s()-]{5,29}", phone):
            raise forms.ValidationError(_("这个号码看不懂，只写数字，例如 138 0013 0021。"))
        return phone

    def clean_id_number(self) -> str:
        number = plain_id_number(self.cleaned_data["id_number"])
        if number and (slip := id_number_slip(number)):
            raise forms.ValidationError(str(slip))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(part) for part in PARTS):
            raise forms.ValidationError(_("没有写要更正的内容。"))
        return data

    @property
    def changes(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in PARTS if self.cleaned_data.get(part)}


class OfficerCorrectForm(CorrectForm):
    """At the petitioner's word, which is written down; only ``parts`` can be changed. Lists are written anew."""

    representatives = PeopleField(label=PARTS["representatives"], rows=3, most=MOST_REPRESENTATIVES - 1)
    signers = PeopleField(label=PARTS["signers"], rows=8, most=MOST_SIGNERS)

    reason = CleanCharField(
        label=_("依据"), max_length=200, min_length=5, help_text=_("例如：本人来访，出示证件要求更正手机号。")
    )

    def __init__(self, *args: Any, parts: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in set(PARTS) - set(parts):
            del self.fields[part]


class OwnCorrectForm(ProofForm, CorrectForm):
    """By the petitioner, who shows once more that it is theirs."""
