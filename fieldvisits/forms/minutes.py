"""Minutes of a visit: who was there, what was seen, and one row for each thing decided."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldvisits.models import Minutes, Visit, VisitFinding
from fieldvisits.workflow.minutes import DecisionEntry, MinutesEntry
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.forms.base import UnitField, day_field
from outreach.ledger.models import Issue

#: More decisions than this are several meetings.
MOST_DECISIONS = 20
_BLANK_ROWS = 2
_LONGEST_DECISION = 300


class ItemField(forms.ModelChoiceField):
    """An item of the ledger that the visit led to."""

    def label_from_instance(self, issue: Any) -> str:
        return f"{issue.number} {issue.title}"


class DecisionForm(forms.Form):
    """One thing decided: what, who, by when."""

    what = CleanCharField(label=_("决定什么"), max_length=_LONGEST_DECISION)
    unit = UnitField(_("哪个单位办"))
    owner = CleanCharField(label=_("谁负责（职务或姓名）"), max_length=60)
    due_on = day_field(_("哪天以前"))
    issue = ItemField(
        label=_("台账事项"),
        queryset=Issue.objects.none(),
        required=False,
        empty_label=_("确认后自动列入台账"),
    )

    def __init__(
        self, *args: Any, visit: Visit, units: Sequence[Any] = (), items: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        """``items`` are those this writer sees; a row keeps its own in any case, or confirming would open a second."""
        super().__init__(*args, **kwargs)
        self.visit = visit
        unit, issue = cast("Any", self.fields["unit"]), cast("Any", self.fields["issue"])
        seen, own = [item.pk for item in items], self.initial.get("issue")
        kept = [(own, _("已列入台账，您的岗位看不到"))] if own and own not in seen else []
        issue.queryset = Issue.objects.filter(pk__in=[*seen, own] if kept else seen)
        # Read once for all rows; what is chosen is still looked up.
        unit.choices = [("", unit.empty_label), *((one.pk, unit.label_from_instance(one)) for one in units)]
        issue.choices = [("", issue.empty_label), *((one.pk, issue.label_from_instance(one)) for one in items), *kept]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < self.visit.visited_on:
            raise forms.ValidationError(_("不能早于走访那天。"))
        return due_on

    @property
    def entry(self) -> DecisionEntry:
        return DecisionEntry(**{name: self.cleaned_data[name] for name in self.base_fields})


class BaseDecisionFormSet(forms.BaseFormSet[DecisionForm]):
    """The decisions of one visit; a row left empty says nothing."""

    @property
    def entries(self) -> tuple[DecisionEntry, ...]:
        """Those that stood there, unless taken out, and those written since; after the rows were found valid."""
        kept = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        return tuple(form.entry for form in kept if not form.empty_permitted or form.has_changed())

    def grow(self) -> None:
        """One more empty row, everything typed is kept; nothing is said yet of what is still to come."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(min(len(self.forms) + 1, MOST_DECISIONS))
        self.data = data
        self.__dict__.pop("management_form", None)
        self.__dict__.pop("forms", None)
        for form in self.forms:
            form.errors.clear()


DecisionFormSet = cast(
    "type[BaseDecisionFormSet]",
    forms.formset_factory(
        DecisionForm,
        formset=BaseDecisionFormSet,
        extra=_BLANK_ROWS,
        max_num=MOST_DECISIONS,
        absolute_max=MOST_DECISIONS,
        validate_max=True,
        can_delete=True,
    ),
)


class MinutesForm(forms.Form):
    """``version`` is that of the minutes this person saw; nobody writes over somebody else unawares."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    attended = CleanTextField(
        label=_("参加的人（单位和职务）"),
        rows=2,
        max_length=500,
        help_text=_("职工只写人数，不写姓名，除非本人同意。"),
    )
    facts = CleanTextField(
        label=_("有关情况"), rows=6, max_length=3000, help_text=_("看到了什么、谁反映了什么，一件事一段。")
    )

    def entry(self, decisions: Sequence[DecisionEntry]) -> MinutesEntry:
        return MinutesEntry(self.cleaned_data["attended"], self.cleaned_data["facts"], decisions)


class ObjectionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    what = CleanTextField(label=_("哪里不对、应当怎么写"), rows=3, max_length=500)


class AnswerForm(forms.Form):
    answer = CleanTextField(label=_("答复"), rows=2, max_length=500)
    is_taken_in = forms.BooleanField(label=_("采纳：收回纪要时照此修改"), required=False)


def begun(visit: Visit) -> dict[str, Any]:
    """What the visit itself says, to begin the minutes with."""
    findings = list(visit.findings.all())
    facts = [visit.summary, *(f"{n}. {_told(one)}" for n, one in enumerate(findings, 1))]
    return {"attended": _who(visit), "facts": "\n".join(part for part in facts if part)}


def decisions_of(visit: Visit, minutes: Minutes | None) -> list[dict[str, Any]]:
    """The rows to begin with: what was decided, else one for each finding that went to the ledger."""
    if minutes is not None:
        names = {"what": "what", "unit": "unit_id", "owner": "owner", "due_on": "due_on", "issue": "issue_id"}
        return [{name: getattr(one, of) for name, of in names.items()} for one in minutes.decisions.all()]
    return [_decided(one, visit) for one in visit.findings.all() if one.issue_id]


def _decided(finding: VisitFinding, visit: Visit) -> dict[str, Any]:
    """What the log says of one decision: the unit it was passed on to, who promised something and by when."""
    return {
        "what": finding.what[:300],
        "unit": finding.target_unit or visit.unit,
        "owner": finding.support_from,
        "due_on": finding.support_by,
        "issue": finding.issue_id,
    }


def _who(visit: Visit) -> str:
    return f"{visit.leader.user}（{visit.leader.title}）" if visit.leader else str(visit.author)


def _told(finding: Any) -> str:
    words = f"{finding.place}：{finding.what}" if finding.place else finding.what
    return f"{words}（{finding.solution}）" if finding.solution else words
