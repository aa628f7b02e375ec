"""What is filled in while a petition is handled, answered and looked at again."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.forms.base import at_most, day_field
from outreach.org.exclusions import parts_of
from outreach.org.models import OrgUnit
from petitions.casefile import last_opinion, open_request
from petitions.forms.checked import CheckedForm
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.steps import StepForm
from petitions.limits import EXTENSION
from petitions.models import ContactEntry, Mediation
from petitions.statute import OUTCOMES, Handover, Stage, Talk
from petitions.workflow.replying import Receipt, Reply

_SEEN_BY_PETITIONER = _("信访人凭查询码能看到这段话。")
_ON_GRANT = _("这里写的信访人看不到。批准后随即签发延长办理期限告知书，告知书信访人能看到。")
_REPLY = ("request", "facts", "opinion", "basis", "outcome")


def moment_field(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """A day and a time with the browser's own chooser."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **kwargs)


class ExtensionForm(CheckedForm):
    checked = ("reason",)

    days = forms.IntegerField(label=_("延长多少天"), min_value=1)
    reason = ToldField(
        label=_("为什么要延长"), rows=3, max_length=500, help_text=_("批准后，信访人在查询页看到这段话。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_most(self.fields["days"], limits.length(EXTENSION))


class GrantForm(StepForm):
    note = InternalField(label=_("说明"), rows=2, max_length=300, required=False, help_text=_ON_GRANT)


class ContactForm(CheckedForm):
    """Internal: the petitioner never reads it."""

    checked = ("people", "words")

    way = forms.ChoiceField(label=_("方式"), choices=Talk.choices, widget=forms.RadioSelect)
    held_at = moment_field(_("什么时候"), initial=clock.now)
    people = CleanCharField(
        label=_("和谁"), max_length=80, help_text=_("信访人写“信访人”，不写姓名；其他人写单位和职务。")
    )
    words = InternalField(label=_("谈了什么、看到什么"), rows=4, max_length=2000, help_text=_("只给办公室看。"))

    def clean_held_at(self) -> datetime:
        at: datetime = self.cleaned_data["held_at"]
        if at > clock.now():
            raise forms.ValidationError(_("还没有发生的事，等做了再记。"))
        return at

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        return {
            "entry": ContactEntry(**{name: given.pop(name) for name in ("way", "held_at", "people", "words")}),
            **given,
        }


class CallHearingForm(CheckedForm):
    checked = ("place", "panel")

    held_at = moment_field(_("听证时间"))
    place = CleanCharField(label=_("地点"), max_length=80)
    panel = CleanCharField(
        label=_("听证员"), max_length=200, help_text=_("姓名和职务。信访人能看到时间、地点和听证员。")
    )

    def clean_held_at(self) -> datetime:
        at: datetime = self.cleaned_data["held_at"]
        if at <= clock.now():
            raise forms.ValidationError(_("请写还没到的时间。"))
        return at


class RecordHearingForm(CheckedForm):
    checked = ("minutes", "result")

    minutes = InternalField(label=_("听证情况"), rows=8, help_text=_("各方说了什么、出示了什么。只给办公室看。"))
    result = CleanTextField(label=_("听证结论"), rows=3, max_length=1000)


class MediateForm(CheckedForm):
    checked = ("other_party", "agreement", "performance")

    other_party = CleanCharField(label=_("另一方"), max_length=80, help_text=_("单位或岗位。"))
    agreement = ToldField(label=_("双方达成了什么"), rows=4, max_length=3000, help_text=_SEEN_BY_PETITIONER)
    performance = CleanTextField(label=_("谁来做、做什么、到什么时候"), rows=3, max_length=1000)
    agreed_on = day_field(_("达成日期"), initial=clock.today)
    are_both_willing = forms.BooleanField(
        label=_("双方自愿，都在协议上签了字"),
        error_messages={"required": _("双方都签了字才算达成；还没签的先不要登记。")},
    )

    def clean_agreed_on(self) -> date:
        return not_later(self.cleaned_data["agreed_on"])

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("are_both_willing")
        said = {name: given.pop(name) for name in ("other_party", "agreement", "performance", "agreed_on")}
        return {"mediation": Mediation(**said), **given}


class ReplyForm(CheckedForm):
    """A written opinion; the petitioner reads all of it."""

    checked = ("request", "facts", "opinion", "basis")
    stage: ClassVar[Stage] = Stage.HANDLING

    request = CleanTextField(
        label=_("诉求"), rows=2, max_length=1000, error_messages={"required": _("写明信访人要什么，意见书从这里开始。")}
    )
    facts = CleanTextField(
        label=_("查明的事实和理由"),
        rows=5,
        max_length=3000,
        error_messages={"required": _("写明查到了什么、怎么查的；没有事实和理由的意见书站不住。")},
    )
    opinion = ToldField(
        label=_("处理意见"),
        rows=4,
        max_length=3000,
        help_text=_SEEN_BY_PETITIONER,
        error_messages={"required": _("写明怎么处理，信访人看的就是这一段。")},
    )
    basis = CleanTextField(
        label=_("依据"),
        rows=2,
        max_length=1000,
        help_text=_("法规、政策或者本单位制度的名称和条款。"),
        error_messages={"required": _("写明依据的名称和条款。")},
    )
    outcome = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个结果：意见书要写明支持、解释还是不支持。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(one.value, one.label) for one in OUTCOMES[self.stage]]
        self._propose()

    def _propose(self) -> None:
        """What is known already, to be edited."""

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        return {"reply": Reply(**{name: given.pop(name) for name in _REPLY}), **given}


class OpinionForm(ReplyForm):
    unit = forms.ModelChoiceField(
        OrgUnit.objects.none(),
        label=_("以哪个单位的名义"),
        empty_label=None,
        help_text=_("信访人不服时，由它的上一级单位复查。"),
    )

    field_order = ["unit", *_REPLY]

    def _propose(self) -> None:
        petition = self.petition
        lead = petition.issue.lead_unit if petition.issue else None
        units = [one for one in (lead, petition.referred_to, petition.unit) if one is not None]
        field: Any = self.fields["unit"]
        field.queryset = OrgUnit.objects.active().filter(pk__in=parts_of(unit.path for unit in units))
        result = petition.issue.result if petition.issue else ""
        cause = petition.issue.cause if petition.issue else ""
        said = {"unit": units[0].pk, "request": petition.request or petition.title, "facts": cause, "opinion": result}
        self.initial = {**said, **self.initial}


class ReviewForm(ReplyForm):
    stage = Stage.REVIEW

    def _propose(self) -> None:
        self.fields["request"].label = _("申请的理由")
        self.fields["opinion"].label = _("复查、复核意见")
        asked, before = open_request(self.petition), last_opinion(self.petition)
        self.initial = {
            "request": asked.reason[:1000] if asked else "",
            "facts": before.facts if before else "",
            **self.initial,
        }


class FinalReviewForm(ReviewForm):
    stage = Stage.FINAL


class DeliverForm(StepForm):
    way = forms.ChoiceField(label=_("怎么送达的"), choices=Handover.choices, widget=forms.RadioSelect)
    on = day_field(_("信访人收到的日期"), initial=clock.today, help_text=_("申请复查、复核的期限从第二天算起。"))
    proof: Any = MultiFileField(label=_("送达凭证"), purpose="petition-proof", max_files=1, required=False)

    def clean_on(self) -> date:
        return not_later(self.cleaned_data["on"])

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        return {"receipt": Receipt(**{name: given.pop(name) for name in ("way", "on", "proof")}), **given}


class LateReviewForm(StepForm):
    note = ToldField(label=_("告诉信访人的理由"), rows=3, max_length=1000, help_text=_SEEN_BY_PETITIONER)


class PaperWithdrawalForm(StepForm):
    reason = CleanTextField(label=_("信访人的理由"), rows=3, max_length=1000)
    proof: Any = MultiFileField(label=_("签了字的申请书"), purpose="petition-withdrawal", max_files=1, required=False)
    is_signed = forms.BooleanField(
        label=_("信访人本人签了字；多人信访的，全体代表都签了字"),
        error_messages={"required": _("没有签字的不能登记撤回。")},
    )

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("is_signed")
        return given


def not_later(day: date) -> date:
    """``ValidationError`` for a day that has not come yet."""
    if day > clock.today():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return day
