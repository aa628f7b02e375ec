"""What the petition office fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.prefill import Prefillable
from outreach.ledger.forms.base import UnitField
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.states import Topic
from outreach.org.scoping import Rights
from petitions.forms.public import ContactForm, MatterForm
from petitions.identities import contact_of
from petitions.models import Petition
from petitions.states import Arrival, Kind

TOLD = _("告诉信访人的话")


def _told(label: Any = TOLD, *, required: bool = False) -> CleanTextField:
    return CleanTextField(
        label=label, rows=3, max_length=1000, required=required, help_text=_("信访人凭查询码能看到这段话。")
    )


def _internal() -> CleanTextField:
    return CleanTextField(
        label=_("办公室内部说明"), rows=2, max_length=500, required=False, help_text=_("信访人看不到。")
    )


class StepForm(Prefillable, forms.Form):
    """One step of the case; ``version`` is what the officer saw when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, petition: Petition, rights: Rights, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": petition.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.petition = petition
        self.rights = rights

    def verb_arguments(self) -> dict[str, Any]:
        """What the workflow verb of this step is called with."""
        return dict(self.cleaned_data)


class NoteForm(StepForm):
    note = _internal()


class TellForm(StepForm):
    note = _told()


class ClassifyForm(StepForm):
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, widget=forms.RadioSelect)
    unit = UnitField(_("发生单位"), help_text=_("事情发生在哪里，就是哪个单位。"))
    note = _internal()

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": petition.kind, "unit": petition.unit_id}
        super().__init__(*args, petition=petition, **kwargs)


class ReleaseForm(StepForm):
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[choice for choice in Kind.choices if choice[0] != Kind.ACCUSATION],
        widget=forms.RadioSelect,
    )
    note = CleanTextField(label=_("为什么不属检举控告"), rows=2, max_length=500)


class ReferForm(StepForm):
    unit = UnitField(_("转送给哪个单位"))
    note = _told()


class NotOwnForm(StepForm):
    owner = CleanCharField(label=_("应该向谁提出"), max_length=80, help_text=_("例如：市劳动人事争议仲裁委员会。"))
    note = _told()


class GroundForm(StepForm):
    ground = _told(_("不予受理的理由"), required=True)


class AnswerForm(StepForm):
    text = CleanTextField(label=_("答复"), rows=6, help_text=_("信访人凭查询码能看到全文。"))


class HandOverForm(StepForm):
    """The task sheet: the matter without the petitioner."""

    title = CleanCharField(label=_("事项标题"), max_length=80)
    description = CleanTextField(
        label=_("情况"), rows=8, help_text=_("经办单位看到的就是这些。不要写信访人的姓名、电话、住址。")
    )
    unit = UnitField(_("发生单位"))
    place = CleanCharField(label=_("地点"), max_length=80, required=False)
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)
    is_urgent = forms.BooleanField(label=_("紧急"), required=False)
    is_major = forms.BooleanField(label=_("重大（交办前要分管领导批准）"), required=False)
    is_cleared = forms.BooleanField(label=_("看过了，上面的内容认不出信访人"), required=False)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        asked = petition.request and f"\n\n{_('诉求')}：{petition.request}"
        kwargs["initial"] = {
            "title": petition.title,
            "description": f"{petition.facts}{asked}",
            "unit": petition.unit_id,
            "place": petition.place,
        }
        super().__init__(*args, petition=petition, **kwargs)
        if not self.is_bound:
            del self.fields["is_cleared"]  # asked only when something was found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        contact = contact_of(self.petition)
        told = [part for part in ("title", "description", "place") if contact.found_in(data.get(part) or "")]
        if not told:
            self.fields["is_cleared"].widget = forms.HiddenInput()
        elif not data.get("is_cleared"):
            for part in told:
                self.add_error(part, _("这里还有信访人的姓名、电话或住址。请删去，或在下面确认认不出信访人。"))
        return data

    def verb_arguments(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "is_cleared"}}
        raised_on = clock.day_of(self.petition.received_at)
        finding = Finding(source="petition", raised_by=gettext("信访人"), raised_on=raised_on, **facts)
        return {"finding": finding, "version": self.cleaned_data["version"]}


class JoinForm(StepForm):
    """An open item about the same matter, by its number."""

    asked = ("issue",)

    issue = CleanCharField(label=_("在办事项的编号"), max_length=20, help_text=_("例如 XF-2026-000214。"))

    def clean_issue(self) -> Issue:
        visible = Issue.objects.visible_to(self.rights)
        issue: Issue | None = visible.filter(number=self.cleaned_data["issue"].strip().upper()).first()
        if issue is None:
            raise forms.ValidationError(_("没有这个编号的事项。"))
        return issue


class RegisterForm(ContactForm, MatterForm):
    """A letter, a visit or a call, written down as it was said (Art. 20)."""

    arrival = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[(one.value, one.label) for one in (Arrival.VISIT, Arrival.LETTER, Arrival.CALL, Arrival.TRANSFERRED)],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("检举控告登记后直接进入纪检专门通道，这里不再显示。"),
    )

    field_order = ["arrival", "kind", *MatterForm.field_order[:-1], "naming", "name", "phone", "address", "files"]
