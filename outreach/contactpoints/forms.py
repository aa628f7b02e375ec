"""The form of a contact point."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanCharField
from outreach.contactpoints.models import HIGHEST, LOWEST, ContactPoint, Criterion
from outreach.contactpoints.permissions import EDIT
from outreach.contactpoints.workflow import Choice
from outreach.org.models import Cadre, OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights

_SCORES = [(score, str(score)) for score in range(LOWEST, HIGHEST + 1)]
_LIAISONS = (Role.CADRE, Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitChoiceField(forms.ModelChoiceField):
    """A unit, named with the one above it: two workshops may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent} › {obj}" if obj.parent_id and not obj.parent.is_root else str(obj)


class PointForm(forms.Form):
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
        label=_("在用"), required=False, initial=True, help_text=_("换领导或到期时去掉勾，再新设一个，历史就留得住。")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rights: Rights,
        point: ContactPoint | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**_initial(point), **(initial or {})})
        self.rights = rights
        self.point = point
        kept = Q(pk=point.unit_id) if point else Q(pk__in=[])
        self._choose(
            "unit",
            OrgUnit.objects.filter(rights.as_q(EDIT, "pk")).filter(Q(is_active=True) | kept).select_related("parent"),
        )
        self._choose("leader", Cadre.objects.select_related("user").order_by("unit__path", "pk"))
        serving = Posting.objects.current().filter(role__in=_LIAISONS).order_by().values("user")
        self._choose("liaison", User.objects.filter(pk__in=serving, is_active=True).order_by("full_name"))
        for criterion in Criterion:
            self.fields[f"score_{criterion}"] = forms.TypedChoiceField(
                label=criterion.label, choices=_SCORES, coerce=int, widget=forms.RadioSelect
            )
            self.fields[f"reason_{criterion}"] = CleanCharField(label=_("理由"), max_length=200)

    def _choose(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    @property
    def criteria(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Score and reason of each criterion, for the page."""
        for criterion in Criterion:
            yield self[f"score_{criterion}"], self[f"reason_{criterion}"]

    @property
    def facts(self) -> Iterator[BoundField]:
        """The questions before the criteria."""
        return (self[name] for name in self.base_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("联系期止不能早于联系期起。"))
        others = ContactPoint.objects.filter(unit=data.get("unit"), is_active=True)
        if self.point is not None:
            others = others.exclude(pk=self.point.pk)
        if data.get("is_active") and data.get("unit") and others.exists():
            self.add_error("unit", _("这个单位已经是在用的联系点。"))
        return data

    @property
    def choice(self) -> Choice:
        """What the office decided, after the form was found valid."""
        data = self.cleaned_data
        return Choice(
            **{name: data[name] for name in self.base_fields},
            scores={c.value: (data[f"score_{c}"], data[f"reason_{c}"]) for c in Criterion},
        )


def _initial(point: ContactPoint | None) -> dict[str, Any]:
    if point is None:
        return {}
    facts = {name: getattr(point, name) for name in PointForm.base_fields}
    for score in point.scores.all():
        facts[f"score_{score.criterion}"] = score.score
        facts[f"reason_{score.criterion}"] = score.reason
    return facts
