"""What people type about an investigation: the question, a record by its method, findings, a decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.attachments.fields import MultiFileField
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.once import OnceForm
from outreach.contactpoints.forms import UnitChoiceField
from outreach.ledger.queries import Similar
from outreach.ledger.states import Horizon, Topic
from outreach.org.models import Cadre, OrgUnit
from outreach.org.scoping import Rights
from surveys.methods import QUESTIONS
from surveys.models import Investigation, Outcome
from surveys.permissions import RECORD
from surveys.workflow import FindingDraft, InvestigationDraft, RecordDraft

MOST_FINDINGS = 4
MOST_PEOPLE = 5000
JOIN = "join-"


def date_input() -> forms.DateInput:
    """The day picker of the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class InvestigationFilter(forms.Form):
    """What the list can be narrowed by; an unreadable value narrows nothing."""

    q = CleanCharField(label=_("课题里的词"), required=False, max_length=40)
    unit = forms.ModelChoiceField(label=_("课题单位"), queryset=OrgUnit.objects.none(), required=False)
    state = forms.ChoiceField(
        label=_("进度"), required=False, choices=[("", _("全部")), ("running", _("进行中")), ("over", _("已结束"))]
    )

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = Investigation.objects.visible_to(rights).order_by().values("lead_unit")
        self.fields["unit"].queryset = OrgUnit.objects.filter(pk__in=led).order_by("path")  # type: ignore[attr-defined]  # a model choice
        self.fields["unit"].empty_label = _("全部单位")  # type: ignore[attr-defined]  # a model choice

    def narrow(self, investigations: QuerySet[Investigation]) -> QuerySet[Investigation]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            investigations = investigations.filter(title__contains=asked["q"])
        if asked.get("unit"):
            investigations = investigations.filter(lead_unit__in=OrgUnit.objects.within(asked["unit"].path))
        if asked.get("state") == "running":
            investigations = investigations.filter(until__gte=clock.today())
        elif asked.get("state") == "over":
            investigations = investigations.filter(until__lt=clock.today())
        return investigations


class InvestigationForm(OnceForm):
    """A new question to go down with."""

    title = CleanCharField(label=_("课题"), max_length=80, help_text=_("一句话，例如：备件为什么总是等"))
    question = CleanTextField(label=_("要弄清什么"), max_length=1000, rows=3)
    lead_unit = UnitChoiceField(label=_("课题单位"), queryset=OrgUnit.objects.none(), empty_label=_("请选择单位"))
    leader = forms.ModelChoiceField(
        label=_("带队领导"), queryset=Cadre.objects.none(), required=False, empty_label=_("没有领导带队")
    )
    since = forms.DateField(label=_("从哪天开始"), widget=date_input(), initial=clock.today)
    until = forms.DateField(label=_("到哪天结束"), widget=date_input())

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = rights.reach(RECORD).active().order_by("path").select_related("parent")
        self.fields["lead_unit"].queryset = units  # type: ignore[attr-defined]  # a model choice
        self.fields["lead_unit"].initial = next((unit.pk for unit in rights.units), None)
        leaders = Cadre.objects.filter(user__is_active=True).select_related("user").order_by("unit__path", "pk")
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("结束日期早于开始日期，请核对。"))
        return typed

    @property
    def draft(self) -> InvestigationDraft:
        return InvestigationDraft(**{name: value for name, value in self.cleaned_data.items() if name != "token"})


class RecordForm(OnceForm):
    """One record; what it asks depends on the method."""

    held_on = forms.DateField(label=_("哪一天"), widget=date_input(), initial=clock.today)
    unit = UnitChoiceField(label=_("到了哪个单位"), queryset=OrgUnit.objects.none(), empty_label=_("请选择单位"))
    place = CleanCharField(label=_("地点"), required=False, max_length=80)
    people_count = forms.IntegerField(label=_("人数"), required=False, min_value=1, max_value=MOST_PEOPLE)
    people_kind = CleanCharField(label=_("什么人"), required=False, max_length=80)
    is_unannounced = forms.BooleanField(label=_("四不两直"), required=False)
    said = CleanTextField(label=_("内容"), rows=6)
    papers = MultiFileField(
        label=_("照片、录音或材料"), purpose="surveys.record", required=False, help_text=_("最多 5 个，每个 20 MB 以内")
    )

    def __init__(self, *args: Any, rights: Rights, method: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method = method
        self.fields["unit"].queryset = rights.reach(RECORD).active().order_by("path").select_related("parent")  # type: ignore[attr-defined]  # a model choice
        self.fields["unit"].initial = rights.only_grassroots_unit
        self.fields["papers"].uploaded_by = rights.user  # type: ignore[attr-defined]  # a file field
        asked = QUESTIONS[method].fields
        for name in ("people_count", "people_kind", "is_unannounced", "said"):
            if name not in asked:
                del self.fields[name]
            else:
                self.fields[name].label, self.fields[name].help_text = asked[name]  # type: ignore[assignment]  # lazy words

    def clean_held_on(self) -> Any:
        held_on, days = self.cleaned_data["held_on"], limits.length("surveys.backdated")
        if held_on > clock.today():
            raise ValidationError(_("这一天还没到，去过以后再记。"))
        if (clock.today() - held_on).days > days:
            raise ValidationError(_("只能补记 %(days)d 天以内的，请核对年份。"), params={"days": days})
        return held_on

    def draft(self, findings: tuple[FindingDraft, ...]) -> RecordDraft:
        facts = {name: value for name, value in self.cleaned_data.items() if name not in {"token", "papers"}}
        return RecordDraft(method=self.method, findings=findings, **facts)


class FindingForm(forms.Form):
    """One fact; a card that stays empty is no finding."""

    what = CleanCharField(label=_("发现了什么"), max_length=80, help_text=_("一件事写一条"))
    detail = CleanTextField(label=_("具体情况"), required=False, max_length=1000, rows=2)
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices, initial=Topic.OTHER)
    place = CleanCharField(label=_("具体位置"), required=False, max_length=80)
    horizon = forms.ChoiceField(label=_("时限类型"), choices=Horizon.choices, initial=Horizon.TIME_BOUND)
    outcome = forms.ChoiceField(
        label=_("怎么办"), choices=Outcome.choices, initial=Outcome.TO_LEDGER, widget=forms.RadioSelect
    )

    @property
    def draft(self) -> FindingDraft:
        return FindingDraft(**self.cleaned_data)


_Findings = forms.formset_factory(
    FindingForm, extra=MOST_FINDINGS, max_num=MOST_FINDINGS, absolute_max=MOST_FINDINGS, validate_max=True
)


class FindingForms(_Findings):  # type: ignore[misc,valid-type]  # made by a factory
    """The cards of a record form."""

    @property
    def drafts(self) -> tuple[FindingDraft, ...]:
        return tuple(form.draft for form in self.forms if form.has_changed())


class DecisionForm(forms.Form):
    """What becomes of a finding that looks like items the ledger has."""

    decision = forms.ChoiceField(label=_("怎么办"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, similar: list[Similar], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = [(f"{JOIN}{one.issue.pk}", _("就是这件：%(issue)s") % {"issue": one.issue}) for one in similar]
        others = [("new", _("都不是，作为新事项交台账")), ("information", _("不用办，只作情况了解"))]
        self.fields["decision"].choices = [*same, *others]  # type: ignore[attr-defined]  # a choice
