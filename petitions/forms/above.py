"""What the office writes down of the authority above the enterprise."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.common import clock
from outreach.common.fields import CleanCharField
from outreach.ledger.forms.base import day_field
from petitions.forms.checked import CheckedForm
from petitions.forms.handling import not_later
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.steps import StepForm
from petitions.models import AboveEntry
from petitions.statute import OUTCOMES, Above, Outcome, Stage
from petitions.workflow.above import Decided


class _AboveForm(StepForm):
    """One paper to or from the authority above."""

    on = day_field(_("日期"), initial=clock.today)
    number = CleanCharField(label=_("文号"), max_length=40, required=False)
    words = InternalField(label=_("内容"), rows=4, max_length=2000, help_text=_("记入案卷，信访人看不到。"))
    paper: Any = MultiFileField(label=_("文件"), purpose="petition-above", max_files=1, required=False)

    def clean_on(self) -> date:
        return not_later(self.cleaned_data["on"])

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        paper = next(iter(given.pop("paper")), None)
        said = {name: given.pop(name) for name in ("on", "number", "words", "sort") if name in given}
        return {"entry": AboveEntry(paper=paper, **said), **given}


class ReportResultForm(_AboveForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("报告的结果")
        self.initial = {"words": self.petition.answer[:2000], **self.initial}


class RecordAboveForm(_AboveForm):
    sort = forms.ChoiceField(
        label=_("上级怎么说"),
        choices=[one for one in Above.choices if one[0] != Above.REPORTED],
        widget=forms.RadioSelect,
    )
    words = InternalField(
        label=_("内容"),
        rows=4,
        max_length=2000,
        help_text=_("信访人看不到。上级退回的，重新办理或补充以后再报告一次，才能归档。"),
    )
    field_order = ["sort"]


class OutsideReviewForm(CheckedForm):
    """A review by the authority above the highest unit; the petitioner reads who, when and how it ended."""

    checked = ("opinion",)

    authority = CleanCharField(label=_("哪个上级单位"), max_length=80, help_text=_("例如：省国资委信访处。"))
    number = CleanCharField(label=_("意见书文号"), max_length=40)
    on = day_field(_("意见书日期"))
    received_on = day_field(_("信访人收到的日期"), initial=clock.today, help_text=_("申请复核的期限从第二天算起。"))
    outcome = forms.ChoiceField(
        label=_("结果"), widget=forms.RadioSelect, choices=[(one.value, one.label) for one in OUTCOMES[Stage.REVIEW]]
    )
    opinion = ToldField(label=_("意见"), rows=4, max_length=3000, help_text=_("信访人凭查询码能看到这段话。"))
    paper: Any = MultiFileField(label=_("意见书"), purpose="petition-above", max_files=1, required=False)

    def clean_on(self) -> date:
        return not_later(self.cleaned_data["on"])

    def clean_received_on(self) -> date:
        return not_later(self.cleaned_data["received_on"])

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        names = ("authority", "number", "on", "received_on", "opinion", "outcome", "paper")
        said = {name: given.pop(name) for name in names}
        return {"decided": Decided(**{**said, "outcome": Outcome(said["outcome"])}), **given}


class OutsideFinalForm(OutsideReviewForm):
    """A final review by that authority: nobody looks at the matter after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].help_text = _("复核是最后一步，以后同一事实和理由不再受理。")
