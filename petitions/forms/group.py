"""Several people who bring one matter: representatives, and the list of those who signed (信访工作条例, Art. 20)."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.attachments.refusals import RefusedUpload
from outreach.common.fields import CleanCharField, CleanTextField
from petitions.contacts import id_number_slip, plain_id_number
from petitions.people import (
    MOST_REPRESENTATIVES,
    MOST_SIGNERS,
    MOST_VISITORS,
    Person,
    lines_of,
    numbered_people,
    read_people,
)
from petitions.peoplefiles import people_in_file
from petitions.states import Arrival

#: So many lines of a list are named when something is wrong with them; the others wait for the next try.
_MOST_TOLD = 5
_LONGEST_LINE = 120
_PARTS = {
    "name": (gettext_lazy("姓名"), 40),
    "phone": (gettext_lazy("手机号"), 30),
    "id_number": (gettext_lazy("身份证号"), 24),
}


class PeopleField(CleanTextField):
    """A list of people, one a line; cleans to the same list, each person once and with a name."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("一行一人：姓名，有的话再写电话、身份证号。整份重写，空着就不改。"))
        super().__init__(required=False, max_length=most * _LONGEST_LINE, **kwargs)
        self.most = most
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-nosave": True}

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        people = list(numbered_people(text))
        if len(people) > self.most:
            words = _("最多 %(most)d 人，现在有 %(n)d 人。")
            raise forms.ValidationError(words, params={"most": self.most, "n": len(people)})
        if unnamed := [str(line) for line, person in people if not person.name][:_MOST_TOLD]:
            raise forms.ValidationError(_("第 %(lines)s 行没有姓名。"), params={"lines": "、".join(unnamed)})
        return lines_of(person for _line, person in people)


class RepresentativesForm(forms.Form):
    """Who speaks for a group besides whoever leaves the contact: each with name, phone and identity number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, MOST_REPRESENTATIVES):
            for part, (label, longest) in _PARTS.items():
                attrs = {"autocomplete": "off", "data-nosave": True}
                widget = forms.TextInput(attrs=attrs | ({"inputmode": "tel"} if part == "phone" else {}))
                self.fields[f"{part}_{place}"] = CleanCharField(
                    label=label, max_length=longest, required=False, widget=widget
                )

    @property
    def rows(self) -> list[list[BoundField]]:
        """The fields of each representative, for the page."""
        return [[self[f"{part}_{place}"] for part in _PARTS] for place in range(1, MOST_REPRESENTATIVES)]

    @property
    def has_representatives(self) -> bool:
        """Whether somebody is named, or something is wrong there: then the page shows it."""
        return any(field.value() or field.errors for row in self.rows for field in row)

    @property
    def people(self) -> int:
        """How many bring it, as far as this form was told; 1 where it was not."""
        if "people_count" in self.fields:
            typed = str(self["people_count"].value())
        else:
            typed = str(self.data.get("people_count") or self.initial.get("people_count") or "")
        return int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) else 1

    @property
    def is_group(self) -> bool:
        """Representatives are asked for only where several bring it."""
        return self.people > 1

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(1, MOST_REPRESENTATIVES):
            name, phone, number = (data.get(f"{part}_{place}", "") for part in _PARTS)
            if (phone or number) and not name and f"name_{place}" in data:
                self.add_error(f"name_{place}", _("写上这位代表的姓名。"))
            if number and (slip := id_number_slip(number)):
                self.add_error(f"id_number_{place}", str(slip))
        return data

    @property
    def representatives(self) -> list[Person]:
        """Those with a name."""
        said = self.cleaned_data
        rows = [[said.get(f"{part}_{place}", "") for part in _PARTS] for place in range(1, MOST_REPRESENTATIVES)]
        return [Person(name, phone, plain_id_number(number)) for name, phone, number in rows if name]


class GroupForm(RepresentativesForm):
    """The same at the desk, with the list of whoever signed, typed, pasted or brought as a workbook."""

    signers = PeopleField(
        label=gettext_lazy("联名名单"),
        rows=4,
        most=MOST_SIGNERS,
        help_text=gettext_lazy(
            "一行一人：姓名，有的话再写电话、身份证号。可以从表格里粘贴。加密存放，页面上只显示人数。"
        ),
    )
    signers_file = forms.FileField(
        label=gettext_lazy("或者传一份名单"),
        required=False,
        help_text=gettext_lazy("xlsx 或 txt，一行一人。读进上面的名单后，文件本身不保存。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.files.get("signers_file") if self.is_bound else None
        if isinstance(upload, UploadedFile):
            self._take_in(upload)

    def _take_in(self, upload: UploadedFile[Any]) -> None:
        """What stands in the file is from now on as if it had been typed: it stays when the form comes back."""
        try:
            lines = people_in_file(upload)
        except RefusedUpload as refused:
            self.refusal = str(refused.reason)
            return
        typed = str(self.data.get("signers", "")).splitlines()
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["signers"] = "\n".join([*typed, *lines])
        self.data = data

    refusal = ""

    @property
    def is_group(self) -> bool:
        """Lists tell it, too."""
        return super().is_group or self.has_representatives or bool(self["signers"].value())

    def clean_signers_file(self) -> None:
        if self.refusal:
            raise forms.ValidationError(self.refusal)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        listed = max(len(read_people(data.get("signers", ""))), len(self.representatives) + bool(self.representatives))
        if listed > data.get("people_count", listed):
            self.add_error("people_count", _("写到的已有 %(n)d 人，人数不能比这少。") % {"n": listed})
        if data.get("naming") == "anonymous":
            self._check_anonymous(data)
        return data

    def _check_anonymous(self, data: dict[str, Any]) -> None:
        if self.representatives or data.get("signers"):
            self.add_error("naming", _("写了代表或联名名单，就不是匿名：请改选，或者把名单去掉。"))
        elif data.get("arrival") in {Arrival.VISIT, Arrival.RECEPTION} and data.get("people_count", 1) > MOST_VISITORS:
            self.add_error("naming", _("5 人以上来访要推选代表，至少一位代表留下姓名。"))
