"""The steps of the public form; each asks one thing."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.attachments.models import Attachment
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.org.models import OrgUnit
from petitions.contacts import Contact
from petitions.forms.group import RepresentativesForm
from petitions.people import lines_of
from petitions.states import Kind

#: Longer answers are cut before they are kept in a draft; the form's own limits are far below.
_LONGEST_ANSWER = 20_000
MOST_PEOPLE = 9999

NAMINGS = [
    ("real", _("留姓名（实名）")),
    ("confidential", _("留姓名，但对经办单位保密")),
    ("anonymous", _("不留姓名（匿名）")),
]


class StepForm(forms.Form):
    """One step; what was typed is kept as it is, whether it is right or not."""

    def typed(self) -> dict[str, str]:
        """The answers of this step as text, for the draft."""
        return {
            name: str(self.data.get(self.add_prefix(name), ""))[:_LONGEST_ANSWER].replace("\x00", "")
            for name, field in self.fields.items()
            if not isinstance(field, MultiFileField)
        }

    def files_so_far(self) -> list[Attachment] | None:
        """The files that passed, also where another one was refused; None in a step that asks for none."""
        field = self.fields.get("files")
        return list(field.widget.kept) if isinstance(field, MultiFileField) else None


class KindForm(StepForm):
    """Which kind of matter; an officer confirms it."""

    kind = forms.ChoiceField(
        label=_("你要反映的是哪一类事？"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一类。不确定就选最接近的。")},
    )


class UnitPickerMixin(forms.Form):
    """Where it happened: a name, pinyin or initials to search by, the unit picked, or "not sure".

    With JavaScript one field suggests while typing; without it the server answers with a short list.
    """

    unit_name = CleanCharField(
        label=_("事情发生在哪个单位"),
        max_length=60,
        required=False,
        help_text=_("可以打汉字、拼音或首字母，例如 zxy 找“装卸一公司”。"),
    )
    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    is_unit_unknown = forms.BooleanField(label=_("说不清，请你们判断"), required=False)

    candidates: list[OrgUnit] = []

    @property
    def shown_unit(self) -> dict[str, Any]:
        """Name and id for the page: the unit that was understood, else what was typed."""
        unit = getattr(self, "cleaned_data", {}).get("unit")
        if isinstance(unit, OrgUnit) and not self.cleaned_data.get("is_unit_unknown"):
            return {"name": unit.name, "id": unit.pk}
        return {"name": self["unit_name"].value() or "", "id": self["unit"].value() or ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "unit_name" in data:
            data["unit"] = self._chosen(data["unit_name"].strip(), data.get("unit", ""))
        return data

    def _chosen(self, name: str, picked: str) -> OrgUnit | None:
        """The unit that is meant; otherwise an error that says how to go on."""
        if self.cleaned_data.get("is_unit_unknown"):
            return OrgUnit.objects.get(parent=None)
        if not name:
            self.add_error("unit_name", _("还没有选单位。打几个字找一找，没有合适的就勾选“说不清”。"))
            return None
        matches = list(OrgUnit.objects.active().named_like(name).select_related("parent")[:8])
        sure = [unit for unit in matches if str(unit.pk) == picked] or [unit for unit in matches if unit.name == name]
        if len(sure) == 1 or len(matches) == 1:
            return (sure or matches)[0]
        self.candidates = matches
        self.add_error(
            "unit_name",
            _("有几个单位都对得上，在下面选一个。")
            if matches
            else _("没有找到这个单位，换个说法试试，或者勾选“说不清”。"),
        )
        return None


class MatterForm(UnitPickerMixin, StepForm):
    """What happened, where, and what is asked for."""

    title = CleanCharField(
        label=_("用一句话概括"),
        max_length=80,
        error_messages={"required": _("写一句话，例如“9、10 月夜班补贴少算，要求补发”。")},
    )
    facts = CleanTextField(
        label=_("经过"),
        rows=6,
        help_text=_("什么时候、什么地点、涉及谁、已经找过谁。"),
        error_messages={"required": _("说说是怎么回事，几句话也行。")},
    )
    names = CleanCharField(
        label=_("涉及的人"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"data-nosave": True, "autocomplete": "off"}),
        help_text=_("事情和谁有关就写谁的姓名、职务。写了，这件信访先由纪检人员看，写到的人看不到。"),
    )
    request = CleanTextField(
        label=_("你希望怎么解决"),
        rows=2,
        max_length=1000,
        error_messages={"required": _("写一句就行，例如“补发差额，改打卡规则”。")},
    )
    place = CleanCharField(label=_("具体地点"), max_length=80, required=False)
    people_count = forms.IntegerField(
        label=_("一共有几个人反映这件事"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={"invalid": _("填一个整数。")},
    )
    files = MultiFileField(  # type: ignore[assignment]  # stubs take the form's attribute for its uploads
        label=_("材料"),
        purpose="petition",
        required=False,
        help_text=_("选填，最多 5 个，每个不超过 20 MB。照片里的位置信息会自动去掉。"),
    )

    field_order = [
        "title",
        "unit_name",
        "is_unit_unknown",
        "place",
        "facts",
        "names",
        "request",
        "people_count",
        "files",
    ]

    def typed(self) -> dict[str, str]:
        answers = super().typed()
        unit = self.cleaned_data.get("unit") if hasattr(self, "cleaned_data") else None
        if isinstance(unit, OrgUnit):
            answers["unit"] = str(unit.pk)
            answers["unit_name"] = answers["unit_name"] if answers.get("is_unit_unknown") else unit.name
        return answers


class ContactForm(RepresentativesForm, StepForm):
    """Who brings it, if they want to say; honest about what each choice means.

    Representatives are asked for only where several bring it.
    """

    naming = forms.ChoiceField(
        label=_("要不要留下姓名？"),
        choices=NAMINGS,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一种。三种都会办。")},
    )
    name = CleanCharField(label=_("姓名"), max_length=40, required=False)
    phone = CleanCharField(label=_("手机号"), max_length=30, required=False)
    address = CleanCharField(
        label=_("送达地址"),
        max_length=120,
        required=False,
        help_text=_("要纸质告知书、意见书时才需要。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs.update({"autocomplete": "tel", "inputmode": "tel"})
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("naming") in {"real", "confidential"}:
            self._check_contact(data)
        if "people_count" not in self.fields and self.is_group and len(self.representatives) >= self.people:
            self.add_error("name_1", _("代表比反映这件事的人还多：看看人数，或者少写几位。"))
        return data

    def _check_contact(self, data: dict[str, Any]) -> None:
        if "name" in data and not data["name"]:
            self.add_error("name", _("留姓名的话请写上姓名；不想留，就选“不留姓名”。"))
        phone = data.get("phone", "")
        if phone and not re.fullmatch(r"\+?[\d\s()-]{5,29}", phone):
            self.add_error("phone", _("这个号码看不懂，只写数字，例如 138 0013 0021。"))
        if "phone" in data and not phone and not data.get("address"):
            self.add_error("phone", _("手机号和送达地址至少留一个，否则告知书送不到你手里。"))

    @property
    def naming_label(self) -> str:
        return str(dict(NAMINGS)[self.cleaned_data["naming"]])

    @property
    def contact(self) -> Contact:
        """Nothing at all when anonymous was chosen, whatever else was typed."""
        if self.cleaned_data["naming"] == "anonymous":
            return Contact()
        known = Contact(*(self.cleaned_data[part] for part in ("name", "phone", "address")))
        return replace(known, representatives=lines_of(self.representatives)) if self.is_group else known


class ContactAndMailForm(ContactForm):
    """With a mailbox for notices, if they want any; at the desk nobody is asked for one."""

    mailbox = forms.EmailField(
        label=_("有进展时发邮件提醒"),
        max_length=254,
        required=False,
        help_text=_("先往这个邮箱发一封确认邮件，点开里面的链接才开通。提醒里只有编号和链接。不要用单位邮箱。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "data-nosave": True}),
        error_messages={"invalid": _("邮箱地址不对，例如 name@example.com；不要提醒就空着。")},
    )


class ReviewForm(forms.Form):
    """The last look before handing in."""

    is_true = forms.BooleanField(
        label=_("以上是我了解的真实情况；我已知道个人信息怎么用"),
        error_messages={"required": _("请勾选后再提交。")},
    )


class CodeForm(forms.Form):
    """A tracking code, typed in any way."""

    code = CleanCharField(
        label=_("查询码"), max_length=60, error_messages={"required": _("请输入查询码，在回执上，共 16 位。")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        )
