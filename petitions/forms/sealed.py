"""What only discipline inspectors fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.forms.base import UnitField
from outreach.org.exclusions import Ground
from petitions.forms.steps import StepForm
from petitions.models import Accused

#: More people of one name are told apart by their account name.
_MOST_OF_ONE_NAME = 8


class AddAccusedForm(StepForm):
    """A person by name or account, a unit from the tree, or both."""

    person = CleanCharField(
        label=_("姓名或账号"),
        max_length=60,
        required=False,
        help_text=_("登记后，这个人在任何页面都看不到这件信访。同名的，写账号。"),
    )
    unit = UnitField(_("单位"), required=False, help_text=_("登记后，现在在这个单位和下级单位任职的人都看不到。"))
    reason = CleanTextField(label=_("理由"), rows=2, max_length=500)

    def clean_person(self) -> User | None:
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        found = list(User.objects.filter(username=typed) or User.objects.filter(full_name=typed)[:_MOST_OF_ONE_NAME])
        if not found:
            raise forms.ValidationError(_("没有这个人的账号。没有账号的人本来就看不到，不用登记。"))
        if len(found) > 1:
            accounts = "、".join(user.username for user in found)
            raise forms.ValidationError(_("同名的有几个人，写账号：%(accounts)s"), params={"accounts": accounts})
        return found[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("person") or data.get("unit")):
            raise forms.ValidationError(_("写一个人，或者选一个单位。"))
        return data


class RemoveAccusedForm(StepForm):
    accused = forms.ModelChoiceField(
        Accused.objects.none(), label=_("撤下谁"), empty_label=None, widget=forms.RadioSelect
    )
    reason = CleanTextField(
        label=_("为什么不再回避"), rows=2, max_length=500, help_text=_("例如：同名，不是这个人。撤下后他可能看到。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accused"]
        field.queryset = self.petition.accused.filter(ground__in=(Ground.NAMED, Ground.MENTIONED)).select_related(
            "user", "unit"
        )
