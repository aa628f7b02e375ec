"""Which way a petition goes, as the office, or the unit that got it, fills it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.forms.base import UnitField
from outreach.org.exclusions import people_acting
from outreach.org.grants import grants
from petitions.forms.checked import CheckedForm
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.recusing import PersonField
from petitions.forms.steps import StepForm
from petitions.models import Petition
from petitions.permissions import HEED_REPORT
from petitions.statute import LegalRoute, NotAcceptGround, Trigger

TOLD = _("告诉信访人的话")
_SEEN_BY_PETITIONER = _("信访人凭查询码能看到这段话。")


def told(label: Any = TOLD, *, required: bool = False) -> ToldField:
    """Words that the petitioner reads."""
    return ToldField(
        label=label,
        rows=3,
        max_length=1000,
        required=required,
        help_text=_SEEN_BY_PETITIONER,
        error_messages={"required": _("把理由告诉信访人，这段话他看得到。")},
    )


class ReasonForm(StepForm):
    """A step that must be explained, to colleagues."""

    note = InternalField(
        label=_("理由"),
        rows=3,
        max_length=500,
        help_text=_("记入办理经过，信访人看不到。"),
        error_messages={"required": _("写明理由，接手的同事要看得懂为什么。")},
    )


class ReferForm(CheckedForm):
    """The other unit gets the petition as it was written."""

    checked = ("note",)
    is_handed_on_whole = True

    unit = UnitField(
        _("转送给哪个单位"),
        error_messages={"invalid_choice": _("这个单位不存在或者已经停用，请选现在负责的单位。")},
    )
    note = told()


class ObjectForm(StepForm):
    reason = CleanTextField(
        label=_("为什么不属于本单位"),
        rows=4,
        max_length=1000,
        help_text=_("写明职责归谁、依据什么。转送的办公室收到后决定；在那以前期限照算。"),
        error_messages={"required": _("提出异议要写明理由（《信访工作条例》第 23 条）。")},
    )


class NotOwnForm(StepForm):
    owner = CleanCharField(label=_("应该向谁提出"), max_length=80, help_text=_("例如：市劳动人事争议仲裁委员会。"))
    note = told()


class LegalRouteForm(StepForm):
    route = forms.ChoiceField(label=_("走哪条法定途径"), choices=LegalRoute.choices, widget=forms.RadioSelect)
    owner = CleanCharField(label=_("向哪个机关提出"), max_length=80, help_text=_("例如：市劳动人事争议仲裁委员会。"))
    note = told()


class NotAcceptForm(StepForm):
    ground = forms.ChoiceField(label=_("属于哪种情形"), choices=NotAcceptGround.choices, widget=forms.RadioSelect)
    note = told(_("不予受理的理由"), required=True)


class RepeatForm(StepForm):
    """The matter that has had its final review, by its number."""

    asked = ("earlier",)

    earlier = CleanCharField(
        label=_("原来那件的编号"), max_length=20, help_text=_("已经复核终结的那一件，例如 XFJ-2026-482913。")
    )
    note = told(_("告诉信访人的理由"), required=True)

    def clean_earlier(self) -> Petition:
        visible = Petition.objects.visible_to(self.rights)
        found: Petition | None = visible.filter(number=self.cleaned_data["earlier"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的信访件。"))
        return found


class ReportForm(StepForm):
    told = PersonField(User.objects.none(), label=_("报告给谁"), empty_label=_("请选择"))
    words = CleanTextField(
        label=_("紧急、重大在哪里"),
        rows=3,
        max_length=500,
        help_text=_("写事情，不写信访人是谁。领导在待办里马上看到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["told"]
        leaders = people_acting(grants.roles_with(HEED_REPORT), self.petition.paths_of("any"))
        field.queryset = leaders.exclude(pk__in=self.petition.accused.all().people())


class HeedForm(StepForm):
    note = CleanTextField(label=_("批示"), rows=3, max_length=500, required=False, help_text=_("办公室能看到。"))


class SuperviseForm(StepForm):
    trigger = forms.ChoiceField(label=_("督办的情形"), choices=Trigger.choices, widget=forms.RadioSelect)
    reason = CleanTextField(label=_("理由"), rows=3, max_length=300)


class LiftForm(StepForm):
    reason = CleanTextField(label=_("怎么改正的"), rows=3, max_length=300)
