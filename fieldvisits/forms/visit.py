"""Where, with whom, and how the visit was conducted."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fieldvisits import conduct
from fieldvisits.forms.where import WhereForm
from fieldvisits.intake import FindingEntry, VisitEntry
from fieldvisits.limits import BACKFILL
from fieldvisits.models import Meal, VisitKind
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.once import new_token
from outreach.org.models import Cadre
from outreach.org.scoping import Rights

#: More than this in one field is a slip of the finger.
_MOST = 999


def _count(label: Any, **attrs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "data-stepper": True, **attrs})
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, initial=0, required=False, widget=widget)


_SPOKE = ("spoke_workers", "spoke_team_leaders", "spoke_managers")
#: The device fills it in the same way while the numbers are typed (static/js/counts.js).
_MORE_THAN_MET = _("谈了 {met} 人，其中的一线职工、班组长、管理人员加起来却有 {parts} 人，请核对。")


class VisitForm(WhereForm):
    """The first and the last step of the log; the findings between are ``FindingFormSet``."""

    STEP_WHERE = ("unit", "visited_on", "started_at", "kind", "leader", "purpose")
    STEP_WHERE_COUNTS = ("companions_above", "companions_level", "companions_local", "people_met", *_SPOKE)
    STEP_WHERE_FLAGS = ("is_unannounced", "is_problem_rich")
    STEP_CONDUCT = ("meal",)
    STEP_CONDUCT_COUNTS = ("meal_visitors", "meal_companions")
    STEP_CONDUCT_MORE = ("vehicles", "lodging_nights")
    STEP_CONDUCT_FLAGS = ("is_meal_paid", "has_welcome", "has_alcohol")
    STEP_END = ("letter_number", "conduct_reason", "policy_heard", "summary")

    # Not a hidden field: the device keeps it with the draft, so that a draft sent again stays the same entry.
    client_uuid = forms.UUIDField(widget=forms.TextInput(attrs={"hidden": True}))
    visited_on = forms.DateField(label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    started_at = forms.TimeField(
        label=_("几点开始"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    kind = forms.ChoiceField(
        label=_("怎么办公的"), choices=VisitKind.choices, widget=forms.RadioSelect, initial=VisitKind.DESK
    )
    leader = forms.ModelChoiceField(
        label=_("到场领导"), queryset=Cadre.objects.none(), required=False, empty_label=_("没有领导到场")
    )
    purpose = CleanCharField(label=_("为什么去"), max_length=200, required=False)
    companions_above = _count(_("同去的上级"))
    companions_level = _count(_("同去的同级"))
    companions_local = _count(_("当地陪同"))
    people_met = _count(_("谈了几个人"), **{"data-parts": " ".join(_SPOKE), "data-parts-words": _MORE_THAN_MET})
    spoke_workers = _count(_("其中一线职工"))
    spoke_team_leaders = _count(_("其中班组长"))
    spoke_managers = _count(_("其中管理人员"))
    is_unannounced = forms.BooleanField(label=_("没有提前打招呼（四不两直）"), required=False)
    is_problem_rich = forms.BooleanField(label=_("去的是问题多的地方"), required=False)
    meal = forms.ChoiceField(label=_("吃饭"), choices=Meal.choices, widget=forms.RadioSelect, initial=Meal.NONE)
    meal_visitors = _count(_("来的人"))
    meal_companions = _count(_("陪餐的人"))
    is_meal_paid = forms.BooleanField(label=_("餐费已交"), required=False)
    vehicles = _count(_("车（辆）"))
    lodging_nights = _count(_("住宿（晚）"))
    has_welcome = forms.BooleanField(label=_("有横幅、欢迎、鲜花"), required=False)
    has_alcohol = forms.BooleanField(label=_("有烟酒"), required=False)
    letter_number = CleanCharField(label=_("公函编号"), max_length=40, required=False)
    conduct_reason = CleanCharField(
        label=_("要说明的情况"), max_length=200, required=False, help_text=_("和规定不一样的地方，写一句原因。")
    )
    policy_heard = CleanTextField(label=_("听到的对政策的看法"), rows=2, max_length=500, required=False)
    summary = CleanTextField(label=_("这次看到的总体情况"), max_length=2000, required=False)

    def __init__(self, data: Any = None, *, rights: Rights, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"client_uuid": new_token(), "visited_on": clock.today(), **(initial or {})})
        self._reach(rights)
        leaders: Any = self.fields["leader"]
        leaders.queryset = Cadre.objects.select_related("user").order_by("unit__path", "pk")

    def clean(self) -> dict[str, Any]:
        """A count left empty is nobody."""
        data = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField) and name not in self.errors:
                data[name] = data.get(name) or 0
        self._clean_met(data)
        return data

    def _clean_met(self, data: dict[str, Any]) -> None:
        """Of those met, as far as their number is given, no more can have been workers, team leaders and managers."""
        met, parts = data.get("people_met"), sum(data.get(name, 0) for name in _SPOKE)
        if met and parts > met:
            self.add_error("people_met", _MORE_THAN_MET.format(met=met, parts=parts))

    def clean_visited_on(self) -> Any:
        day, today = self.cleaned_data["visited_on"], clock.today()
        if day > today:
            raise forms.ValidationError(_("走访日期不能在今天以后；还没去的，请安排到走访计划里。"))
        longest = limits.length(BACKFILL)
        if day < today - timedelta(days=longest):
            raise forms.ValidationError(_("最多补记 %(days)d 天以内的走访。"), params={"days": longest})
        return day

    def renew(self) -> None:
        """The same words as another entry, with a mark of its own."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["client_uuid"] = str(new_token())
        self.data = data

    def entry(self, findings: tuple[FindingEntry, ...]) -> VisitEntry:
        """The visit, after form and cards were found valid."""
        return VisitEntry(**self.cleaned_data, findings=findings)

    @property
    def conduct_table(self) -> str:
        """The rules on conduct as the device reads them."""
        return json.dumps(conduct.table(), ensure_ascii=False)

    @property
    def breaches(self) -> list[conduct.Breach]:
        """What the rules say of the answers, where all of those are readable."""
        answers = getattr(self, "cleaned_data", {})
        return conduct.warnings(answers) if all(name in answers for name in conduct.FIELDS) else []

    def _step(self, names: tuple[str, ...]) -> Iterator[BoundField]:
        return (self[name] for name in names)

    @property
    def steps(self) -> dict[str, Iterator[BoundField]]:
        """The questions by the part of the page they stand in."""
        return {
            "where": self._step(self.STEP_WHERE),
            "where_counts": self._step(self.STEP_WHERE_COUNTS),
            "where_flags": self._step(self.STEP_WHERE_FLAGS),
            "conduct": self._step(self.STEP_CONDUCT),
            "conduct_counts": self._step(self.STEP_CONDUCT_COUNTS),
            "conduct_more": self._step(self.STEP_CONDUCT_MORE),
            "conduct_flags": self._step(self.STEP_CONDUCT_FLAGS),
            "end": self._step(self.STEP_END),
        }
