"""Forms of the lead unit at work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.attachments.models import Attachment
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger import workflow
from outreach.ledger.forms.base import LONGEST_NOTE, StepForm, UnitField, day_field
from outreach.ledger.forms.entering import HandlerField, fill_people
from outreach.ledger.models import Measure, SupportRequest
from outreach.ledger.states import Stage, SupportKind

EVIDENCE = "ledger.evidence"
MOST_FILES = 10
#: The other stages come with the steps that they show.
_HANDED_IN = [choice for choice in Stage.choices if choice[0] in {Stage.BEFORE, Stage.AFTER, Stage.OTHER}]


class ProgressForm(StepForm):
    note = CleanTextField(label=_("做了什么"), rows=5, max_length=2000, help_text=_("上次填报以后做了什么，还差什么。"))


class CauseForm(StepForm):
    cause = CleanTextField(label=_("原因分析"), rows=6, help_text=_("为什么会发生；不只写现象，也写管理上的原因。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].initial = self.issue.cause


class MeasureForm(StepForm):
    text = CleanCharField(label=_("措施"), max_length=200, help_text=_("一条措施写一件事，写到能看出做没做完。"))
    planned_on = day_field(_("计划哪天完成"))


class FilesMixin:
    """Files already linked by an earlier sending of the same form are not linked twice."""

    cleaned_data: dict[str, Any]

    def clean_attachments(self) -> list[Attachment]:
        ids = [attachment.pk for attachment in self.cleaned_data["attachments"]]
        return list(Attachment.objects.unlinked().filter(pk__in=ids))


class CompleteMeasureForm(FilesMixin, StepForm):
    asked = ("measure",)
    measure = forms.ModelChoiceField(
        Measure.objects.none(), label=_("完成了哪一项"), empty_label=None, widget=forms.RadioSelect
    )
    note = CleanCharField(label=_("完成情况"), max_length=200, required=False)
    attachments = MultiFileField(label=_("佐证"), purpose=EVIDENCE, required=False, max_files=MOST_FILES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.queryset = open_ones = self.issue.measures.filter(done_at=None)
        if len(open_ones) == 1:
            field.initial = open_ones[0].pk  # nothing to choose


class EvidenceForm(FilesMixin, StepForm):
    asked = ("stage",)
    stage = forms.ChoiceField(label=_("阶段"), choices=_HANDED_IN, initial=Stage.AFTER, widget=forms.RadioSelect)
    attachments = MultiFileField(label=_("照片或文件"), purpose=EVIDENCE, max_files=MOST_FILES)
    caption = CleanCharField(label=_("说明"), max_length=80, required=False, help_text=_("例如“A 侧钢丝绳”。"))


class SupportForm(StepForm):
    kind = forms.ChoiceField(label=_("要哪种支持"), choices=SupportKind.choices, widget=forms.RadioSelect)
    text = CleanCharField(label=_("需要什么"), max_length=200)
    provider = UnitField(_("由谁提供"), required=False)
    needed_by = day_field(_("何时需要"), required=False)


class ConfirmSupportForm(StepForm):
    asked = ("support",)
    support = forms.ModelChoiceField(
        SupportRequest.objects.none(), label=_("哪一项到位了"), empty_label=None, widget=forms.RadioSelect
    )
    note = CleanCharField(label=_("到位情况"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["support"]
        field.queryset = self.issue.support_requests.filter(provided_at=None)


class AskCoUnitForm(StepForm):
    unit = UnitField(_("协办单位"))
    question = CleanCharField(label=_("请协办什么"), max_length=200)


class AnswerCoUnitForm(StepForm):
    answer = CleanTextField(label=_("答复"), rows=4, max_length=LONGEST_NOTE)


class ChangeHandlerForm(StepForm):
    handler = HandlerField(_("新的责任人"))
    reason = CleanTextField(label=_("理由"), rows=3, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_people(self)


class SubmitForm(StepForm):
    result = CleanTextField(label=_("办理结果"), rows=6, help_text=_("怎么解决的，提出人能看到什么变化。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].initial = self.issue.result


HANDLING = {
    "sign_for": StepForm.taking(workflow.sign_for),
    "report_progress": ProgressForm.taking(workflow.report_progress),
    "write_cause": CauseForm.taking(workflow.write_cause),
    "add_measure": MeasureForm.taking(workflow.add_measure),
    "complete_measure": CompleteMeasureForm.taking(workflow.complete_measure),
    "add_evidence": EvidenceForm.taking(workflow.add_evidence),
    "request_support": SupportForm.taking(workflow.request_support),
    "confirm_support": ConfirmSupportForm.taking(workflow.confirm_support),
    "ask_co_unit": AskCoUnitForm.taking(workflow.ask_co_unit),
    "answer_co_unit": AnswerCoUnitForm.taking(workflow.answer_co_unit),
    "change_handler": ChangeHandlerForm.taking(workflow.change_handler),
    "submit": SubmitForm.taking(workflow.submit),
}
