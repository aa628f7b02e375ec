"""Photos that the device holds and has sent ahead: the form names them by their checksums."""

import json
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldvisits.models import SentPhoto
from fieldvisits.models.finding import LONGEST_CAPTION
from outreach.accounts.models import User
from outreach.attachments.fields import MAX_FILES
from outreach.common.text import clean_text

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
MISSING = "missing"


class HeldPhotosField(forms.Field):
    """Checksums with blanks between them; cleans to the ``SentPhoto`` rows of the person, in their order.

    Not a hidden field: the device keeps it with the draft, so that photos come back with the words.
    """

    widget = forms.TextInput
    owner: User | None = None
    default_error_messages = {
        MISSING: _("有照片还没有传上来，请等一会儿再报。"),
        "odd": _("照片的记号不对，请重新选择照片。"),
        "many": _("每件最多 %(most)d 张照片。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"hidden": True}), **kwargs)

    def clean(self, value: Any) -> list[SentPhoto]:
        marks = list(dict.fromkeys(str(value or "").split()))
        if any(not _CHECKSUM.fullmatch(mark) for mark in marks):
            raise forms.ValidationError(self.error_messages["odd"], code="odd")
        if len(marks) > MAX_FILES:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": MAX_FILES})
        found = sent_by(self.owner, marks)
        if len(found) < len(marks):
            raise forms.ValidationError(self.error_messages[MISSING], code=MISSING)
        return [found[mark] for mark in marks]


class CaptionsField(forms.Field):
    """What each photo shows, as JSON by checksum; cleans to a dictionary without empty words.

    A text like the checksums, for the same reason: it comes back with the draft.
    """

    default_error_messages = {
        "odd": _("照片的说明读不懂，请重新写。"),
        "long": _("照片的说明最多 %(most)d 个字。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"hidden": True}), **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        try:
            said = json.loads(value or "{}")
            captions = {str(mark): clean_text(str(words)).strip() for mark, words in said.items()}
        except (ValueError, AttributeError, RecursionError):
            raise forms.ValidationError(self.error_messages["odd"], code="odd") from None
        if any(len(words) > LONGEST_CAPTION for words in captions.values()):
            raise forms.ValidationError(self.error_messages["long"], code="long", params={"most": LONGEST_CAPTION})
        return {mark: words for mark, words in captions.items() if words}


def sent_by(owner: User | None, marks: list[str]) -> dict[str, SentPhoto]:
    """Those of these photos that this person has sent, by checksum; no question asked where there is none."""
    if not marks or owner is None:
        return {}
    rows = SentPhoto.objects.filter(owner=owner, sha256__in=marks).select_related("attachment")
    return {row.sha256: row for row in rows}
