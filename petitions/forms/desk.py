"""What the petition office fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.attachments.authors import names_somebody
from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.forms.base import UnitField
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.states import Topic
from petitions.forms.checked import CheckedForm
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.routing import told
from petitions.forms.steps import StepForm
from petitions.models import Petition
from petitions.queries import files_of
from petitions.states import Kind


def _internal() -> InternalField:
    return InternalField(
        label=_("办公室内部说明"), rows=2, max_length=500, required=False, help_text=_("信访人看不到。")
    )


class NoteForm(StepForm):
    note = _internal()


class TellForm(StepForm):
    note = told()


class ReadBackForm(StepForm):
    note = CleanTextField(
        label=_("信访人要求更正的"), rows=2, max_length=500, required=False, help_text=_("没有就空着。记入办理经过。")
    )


class ClassifyForm(StepForm):
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, widget=forms.RadioSelect)
    unit = UnitField(_("发生单位"), help_text=_("事情发生在哪里，就是哪个单位。"))
    is_simple = forms.BooleanField(
        label=_("简易办理"),
        required=False,
        help_text=_("事实清楚、不用调查的：期限更短，可以直接答复，不出处理意见书。"),
    )
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
    note = CleanTextField(
        label=_("为什么不属检举控告"),
        rows=2,
        max_length=500,
        help_text=_("信访办能看到这句话；密封期间的其他经过和说明只有纪检能看。"),
        error_messages={"required": _("写一句为什么转回，信访办要据此接着办。")},
    )


class AnswerForm(CheckedForm):
    checked = ("text",)

    text = ToldField(
        label=_("答复"),
        rows=6,
        help_text=_("信访人凭查询码能看到全文。"),
        error_messages={"required": _("写下给信访人的答复：办了什么、结果怎样。")},
    )


class HandOverForm(CheckedForm):
    """The task sheet: the matter without the petitioner."""

    checked = ("title", "description", "place")

    title = CleanCharField(label=_("事项标题"), max_length=80)
    description = CleanTextField(
        label=_("情况"), rows=8, help_text=_("经办单位看到的就是这些。不要写信访人的姓名、电话、住址。")
    )
    unit = UnitField(_("发生单位"))
    place = CleanCharField(label=_("地点"), max_length=80, required=False)
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)
    papers = forms.MultipleChoiceField(
        label=_("随任务单交给经办单位的材料"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("打开看过、里面认不出信访人的才勾选。文件名不会交出去，经办单位看到的是“材料 1”“材料 2”。"),
    )
    is_urgent = forms.BooleanField(label=_("紧急"), required=False)
    is_major = forms.BooleanField(label=_("重大（交办前要分管领导批准）"), required=False)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        asked = petition.request and f"\n\n{_('诉求')}：{petition.request}"
        kwargs["initial"] = {
            "title": petition.title,
            "description": f"{petition.facts}{asked}",
            "unit": petition.unit_id,
            "place": petition.place,
        }
        super().__init__(*args, petition=petition, **kwargs)
        handed_in = [(str(file.pk), file.attachment.original_name) for file in files_of(petition)]
        self.fields["papers"].choices = handed_in  # type: ignore[attr-defined]  # ours has them
        if not handed_in:
            self.fields["papers"].widget = forms.MultipleHiddenInput()

    def clean_papers(self) -> list[str]:
        """What says by itself who made it goes along only where the petitioner agreed that the unit may know."""
        chosen = [str(pk) for pk in self.cleaned_data["papers"]]
        if self.petition.may_be_seen_by_unit and not self.petition.is_anonymous:
            return chosen
        files = self.petition.files.filter(pk__in=chosen).select_related("attachment")
        if telling := [one.attachment.original_name for one in files if names_somebody(one.attachment)]:
            words = _(
                "文件属性里写着作者：%(names)s。经办单位打开就能看到，不能随任务单交出去，请把要紧的内容写进“情况”。"
            )
            raise forms.ValidationError(words, params={"names": "、".join(telling)})
        return chosen

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        kept = {"files": given.pop("papers"), **{name: given.pop(name) for name in ("version", "cleared")}}
        raised_on = clock.day_of(self.petition.received_at)
        finding = Finding(source="petition", raised_by=gettext("信访人"), raised_on=raised_on, **given)
        return {"finding": finding, **kept}


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
