"""What the office writes down of a letter, visit, call, reception or transfer (信访工作条例, Art. 19 and 20)."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.fields import CleanCharField
from outreach.ledger.forms.base import day_field
from petitions.contacts import Contact, id_number_slip, plain_id_number
from petitions.forms.group import GroupForm
from petitions.forms.public import ContactForm, MatterForm
from petitions.forms.reception import LeaderField
from petitions.intake import Way
from petitions.models.wayin import LONGEST_NUMBER, LONGEST_SENDER, SPOKEN
from petitions.states import Arrival, Kind

#: Older than any register that is still kept: an earlier day is a slip of the finger.
EARLIEST = date(1980, 1, 1)
NOT_YET = _("收到日期不能在今天以后。")
LONG_AGO = _("这个年份太早，请看看是不是写错了。")


def day_slip(day: date) -> Any:
    """What is wrong with a day on which something came, in words; empty when nothing is."""
    if day > clock.today():
        return NOT_YET
    return LONG_AGO if day < EARLIEST else ""


class WayForm(forms.Form):
    """How it came, and when."""

    arrival = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[choice for choice in Arrival.choices if choice[0] != Arrival.WEB],
        widget=forms.RadioSelect,
        error_messages={"required": _("选一种。")},
    )
    received_on = day_field(
        _("收到日期"),
        initial=clock.today,
        required=False,
        help_text=_("期限从这一天算起。以前收到、今天补登的，写收到的那天；空着就是今天。"),
        error_messages={"invalid": _("按 2026-11-27 的样子写日期。")},
    )
    leader = LeaderField(label=_("接访领导"), required=False)
    sent_from = CleanCharField(label=_("哪里转来的"), max_length=LONGEST_SENDER, required=False)
    sent_number = CleanCharField(label=_("来文编号"), max_length=LONGEST_NUMBER, required=False)
    answer_due_on = day_field(_("上级要求的期限"), required=False)
    is_answer_owed = forms.BooleanField(label=_("要向上级回复办理结果"), required=False)
    is_read_back = forms.BooleanField(
        label=_("已向信访人宣读，对方确认无误"),
        required=False,
        help_text=_("来访、来电、接访记完要读给本人听；电话里也读一遍。还没有读，登记后在办理页补。来信、转送不用。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, due_on = data.get("received_on"), data.get("answer_due_on")
        if day and (slip := day_slip(day)):
            self.add_error("received_on", slip)
        if data.get("arrival") == Arrival.TRANSFERRED and not data.get("sent_from"):
            self.add_error("sent_from", _("写是哪里转来的，例如“省国资委信访处”。"))
        if data.get("arrival") == Arrival.RECEPTION and "leader" in data and not data["leader"]:
            self.add_error("leader", _("选是哪位领导接访。"))
        if data.get("arrival") == Arrival.TRANSFERRED and day and due_on and due_on < day:
            self.add_error("answer_due_on", _("上级要求的期限不会早于收到日期。"))
        return data

    @property
    def way(self) -> Way:
        """What does not belong to this way is left out, whatever was typed there."""
        data = self.cleaned_data
        way = Way(data["received_on"], is_read_back=data["is_read_back"] and data["arrival"] in SPOKEN)
        if data["arrival"] == Arrival.RECEPTION:
            return replace(way, leader=data["leader"])
        if data["arrival"] != Arrival.TRANSFERRED:
            return way
        told = ("sent_from", "sent_number", "answer_due_on", "is_answer_owed")
        return replace(way, **{name: data[name] for name in told})


class RegisterForm(GroupForm, WayForm, ContactForm, MatterForm):
    """Written down as it was said; the petitioner leaves with the same slip as from the public form."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("检举控告登记后直接进入纪检专门通道，这里不再显示。"),
        error_messages={"required": _("选一类。不确定就选最接近的。")},
    )
    id_number = CleanCharField(
        label=_("身份证号"),
        max_length=24,
        required=False,
        help_text=_("本人出示证件才登记，18 位。加密存放，页面上只显示首尾。"),
    )

    field_order = [
        *("arrival", "received_on", "leader", "sent_from", "sent_number", "answer_due_on", "is_answer_owed", "kind"),
        *MatterForm.field_order[:-1],
        *("naming", "name", "phone", "id_number", "address", "files", "is_read_back"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].widget.attrs |= {"autocomplete": "off", "data-nosave": True}

    def clean_id_number(self) -> str:
        number = plain_id_number(self.cleaned_data["id_number"])
        if number and (slip := id_number_slip(number)):
            raise forms.ValidationError(str(slip))
        return number

    @property
    def contact(self) -> Contact:
        known = super().contact
        if known.is_empty:
            return known
        return replace(known, id_number=self.cleaned_data["id_number"], signers=self.cleaned_data["signers"])
