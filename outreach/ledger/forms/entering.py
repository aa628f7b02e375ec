"""Forms from a finding to an owner."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.calendars.limits import limits
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger import workflow
from outreach.ledger.forms.base import LONGEST_NOTE, StepForm, UnitField, at_most
from outreach.ledger.models import Issue
from outreach.ledger.states import Horizon
from outreach.ledger.workflow import Assignment
from outreach.org.models import Posting
from outreach.org.roles import Role

USUAL_WORKDAYS = 15


class PersonSelect(forms.Select):
    """Each person carries the units they serve in, so that the page can show the fitting ones first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if paths := self.paths.get(str(value)):
            option["attrs"]["data-paths"] = paths
        return option


class HandlerField(forms.ModelChoiceField):
    """A named person 落实到人 who handles items somewhere, shown with where they serve."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        serving = User.objects.filter(is_active=True, pk__in=_serving().values("user"))
        super().__init__(serving, label=label, empty_label=_("请选择责任人"), widget=PersonSelect, **kwargs)
        self.places: dict[int, list[Posting]] = {}

    def fill(self) -> None:
        """Load who serves where, once for the whole list."""
        self.queryset = User.objects.filter(is_active=True, pk__in=_serving().values("user")).order_by(
            "full_name", "pk"
        )
        for posting in _serving().select_related("unit"):
            self.places.setdefault(posting.user_id, []).append(posting)
        self.widget.paths = {
            str(person): " ".join(posting.unit.path for posting in postings) for person, postings in self.places.items()
        }

    def label_from_instance(self, person: Any) -> str:
        units = dict.fromkeys(str(posting.unit) for posting in self.places.get(person.pk, []))
        return f"{person}（{'、'.join(units)}）" if units else str(person)


class UnitSelect(forms.Select):
    """Each unit carries its path, for the same reason."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if instance := getattr(value, "instance", None):
            option["attrs"]["data-path"] = instance.path
        return option


def fill_people(form: forms.Form) -> None:
    """Load the people of the form's handler field."""
    field: Any = form.fields["handler"]
    field.fill()


def _serving() -> QuerySet[Posting]:
    return Posting.objects.current().filter(role__in=[Role.HANDLER, Role.UNIT_HEAD]).order_by()


class AssignForm(StepForm):
    """Who does it by when, and who checks it."""

    lead_unit = UnitField(_("主办单位"), widget=UnitSelect)
    handler = HandlerField(_("责任人"), help_text=_("要落实到一个人，他在主办单位或它的上下级任承办人。"))
    accepting_unit = UnitField(_("验收单位"), help_text=_("由它验收结果；验收人不能是承办人。"))
    workdays = forms.IntegerField(
        label=_("期限（工作日）"), min_value=1, initial=USUAL_WORKDAYS, help_text=_("从今天交办起算，次日为第一天。")
    )
    horizon = forms.ChoiceField(label=_("时限类型"), choices=Horizon.choices, widget=forms.RadioSelect)
    note = CleanTextField(label=_("交办要求"), required=False, rows=3, max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead_unit, proposed = self.fields["lead_unit"], self.issue.proposed_unit
        lead_unit.initial = self.issue.lead_unit_id or self.issue.proposed_unit_id or self.issue.unit_id
        if proposed:
            lead_unit.help_text = gettext("发现的人建议由%(unit)s主办。") % {"unit": proposed}
        self.fields["horizon"].initial = self.issue.horizon
        fill_people(self)
        at_most(self.fields["workdays"], limits.length("ledger.longest"))

    def arguments(self) -> dict[str, Any]:
        names = ("lead_unit", "handler", "accepting_unit", "workdays", "horizon", "note")
        return {"assignment": Assignment(**{name: self.cleaned_data[name] for name in names})}


class MergeForm(StepForm):
    """Which item this one goes on in."""

    asked = ("into",)

    into = CleanCharField(
        label=_("并入哪一件"), max_length=20, help_text=_("写编号，例如 XC-2026-000123；有相似的事项时，会列在旁边。")
    )
    note = CleanTextField(label=_("说明"), required=False, rows=3, max_length=LONGEST_NOTE)

    def clean_into(self) -> Issue:
        number = self.cleaned_data["into"].strip().upper()
        issue = Issue.objects.visible_to(self.rights).filter(number=number).first()
        if issue is None:
            raise forms.ValidationError(_("没有编号为 %(number)s 的事项。"), params={"number": number})
        return issue


ENTERING = {
    "hand_in": StepForm.taking(workflow.hand_in),
    "merge": MergeForm.taking(workflow.merge),
    "assign": AssignForm.taking(workflow.assign),
    "designate": AssignForm.taking(workflow.designate),
}
