"""Giving cases to a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.org.scoping import Rights
from petitions.forms.readers import InternalField
from petitions.forms.steps import StepForm
from petitions.models import Petition
from petitions.workflow.allotting import officers

MOST = 100


class AllotForm(StepForm):
    """One case."""

    officer = forms.ModelChoiceField(User.objects.none(), label=_("交给谁经办"), empty_label=_("请选择"))
    note = InternalField(
        label=_("办公室内部说明"), rows=2, max_length=500, required=False, help_text=_("信访人看不到。")
    )

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, petition=petition, **kwargs)
        self.fields["officer"].queryset = officers(petition.paths_of("any"))  # type: ignore[attr-defined]  # ours has it


class AllotManyForm(forms.Form):
    """All that were picked in the list."""

    officer = forms.ModelChoiceField(User.objects.none(), label=_("交给谁经办"), empty_label=_("交给…"))

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = [posting.unit.path for posting in rights.postings]
        self.fields["officer"].widget.attrs["class"] = "form-select form-select-sm"
        self.fields["officer"].queryset = officers(paths)  # type: ignore[attr-defined]  # ours has it
