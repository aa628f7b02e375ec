"""Forms for keeping away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanTextField
from outreach.ledger import workflow
from outreach.ledger.forms.base import LONGEST_NOTE, StepForm
from outreach.ledger.permissions import RECUSE
from outreach.org.exclusions import Ground, people_acting
from outreach.org.grants import grants


class RecuseForm(StepForm):
    reason = CleanTextField(
        label=_("和这件事有什么利害关系"),
        rows=3,
        max_length=LONGEST_NOTE,
        help_text=_("说明后，你立刻看不到这件事项；你是责任人的，台账办另行指定。理由记入办理经过。"),
    )


class PersonField(forms.ModelChoiceField):
    """One of the people who may act on an item."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（{obj.username}）"


class RecuseOtherForm(StepForm):
    person = PersonField(User.objects.none(), label=_("谁要回避"), empty_label=_("请选择"))
    reason = CleanTextField(
        label=_("理由"), rows=3, max_length=LONGEST_NOTE, help_text=_("他立刻看不到这件事项；理由记入办理经过。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people_acting(grants.roles_with(RECUSE), self.issue.paths_of("touching"))


class LiftRecusalForm(StepForm):
    person = PersonField(User.objects.none(), label=_("谁不用再回避"), empty_label=None, widget=forms.RadioSelect)
    reason = CleanTextField(
        label=_("为什么不用再回避"),
        rows=3,
        max_length=LONGEST_NOTE,
        help_text=_("他又能看到、能办这件事项；理由记入办理经过。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        recused = self.issue.exclusions.filter(ground=Ground.RECUSED).order_by().values("user")
        field.queryset = User.objects.filter(pk__in=recused).order_by("full_name", "pk")


RECUSING = {
    "recuse": RecuseForm.taking(workflow.recuse),
    "recuse_other": RecuseOtherForm.taking(workflow.recuse_other),
    "lift_recusal": LiftRecusalForm.taking(workflow.lift_recusal),
}
