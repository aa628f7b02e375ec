"""The form of a contact point."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.contactpoints.forms.criteria import CriteriaForm, as_initial
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.permissions import EDIT
from outreach.contactpoints.workflow import Choice
from outreach.org.models import Cadre, OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights

_LIAISONS = (Role.CADRE, Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
_FACTS = ("unit", "leader", "liaison", "since", "until", "visit_quota", "is_active")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitChoiceField(forms.ModelChoiceField):
    """A unit, named with the one above it: two workshops may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent} › {obj}" if obj.parent_id and not obj.parent.is_root else str(obj)


class PointForm(CriteriaForm):
    """Which unit, who goes there, how often, and why: each criterion with a score from 1 to 5 and its reason."""

    unit = UnitChoiceField(label=_("单位"), queryset=OrgUnit.objects.none(), empty_label=_("请选择单位"))
    leader = forms.ModelChoiceField(label=_("联系领导"), queryset=Cadre.objects.none(), empty_label=_("请选择领导"))
    liaison = forms.ModelChoiceField(
        label=_("联络员"), queryset=User.objects.none(), required=False, empty_label=_("没有联络员")
    )
    since = forms.DateField(label=_("联系期起"), widget=_DAY)
    until = forms.DateField(label=_("联系期止"), widget=_DAY, required=False)
    visit_quota = forms.IntegerField(label=_("每季度应到次数"), min_value=1, max_value=20, initial=1)
    is_active = forms.BooleanField(
        label=_("在用"), required=False, initial=True, help_text=_("不再联系时去掉勾；期满先做评估，再设下一期。")
    )

    from_ranking = forms.BooleanField(widget=forms.HiddenInput, required=False)
    chosen_why = CleanTextField(
        label=_("为什么选它"), max_length=500, rows=3, required=False, help_text=_("和当天的排序、数据一起留存")
    )

    change_why = CleanCharField(
        label=_("为什么换人"), max_length=200, required=False, help_text=_("换领导或联络员时填，留在联系点的历史里")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rights: Rights,
        point: ContactPoint | None = None,
        renews: ContactPoint | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**_initial(point), **(initial or {})})
        self.rights = rights
        self.point = point
        self.renews = renews
        kept = Q(pk=point.unit_id) if point else Q(pk__in=[])
        self._choose(
            "unit",
            rights.reach(EDIT).filter(Q(is_active=True) | kept).select_related("parent"),
        )
        # Visits, plans and scores are those of its unit: another unit is another point.
        self.fields["unit"].disabled = point is not None
        leading = Q(user__is_active=True) | Q(pk__in=[point.leader_id] if point else [])
        self._choose("leader", Cadre.objects.filter(leading).select_related("user").order_by("unit__path", "pk"))
        serving = Posting.objects.current().filter(role__in=_LIAISONS).order_by().values("user")
        self._choose("liaison", User.objects.filter(pk__in=serving, is_active=True).order_by("full_name"))
        if point is None and self["from_ranking"].value():
            self.fields["chosen_why"].required = True

    def _choose(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    @property
    def facts(self) -> Iterator[BoundField]:
        """The questions before the criteria."""
        return (self[name] for name in _FACTS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("联系期止不能早于联系期起。"))
        if self.point is not None and not data.get("change_why") and self._hands_over(self.point, data):
            self.add_error("change_why", _("换了领导或联络员，请写明原因。"))
        others = ContactPoint.objects.filter(unit=data.get("unit"), is_active=True)
        others = others.exclude(pk__in=[one.pk for one in (self.point, self.renews) if one is not None])
        if data.get("is_active") and data.get("unit") and others.exists():
            self.add_error("unit", _("这个单位已经是在用的联系点。"))
        return data

    @staticmethod
    def _hands_over(point: ContactPoint, data: dict[str, Any]) -> bool:
        leader, liaison = data.get("leader"), data.get("liaison")
        return leader is not None and (leader.pk, liaison and liaison.pk) != (point.leader_id, point.liaison_id)

    @property
    def choice(self) -> Choice:
        """What the office decided, after the form was found valid."""
        return Choice(**{name: self.cleaned_data[name] for name in _FACTS}, scores=self.scores)


def _initial(point: ContactPoint | None) -> dict[str, Any]:
    if point is None:
        return {}
    scores = {score.criterion: (score.score, score.reason) for score in point.scores.all()}
    return {name: getattr(point, name) for name in _FACTS} | as_initial(scores)
