"""The form of one step of a case."""

from typing import Any

from django import forms

from outreach.attachments.fields import MultiFileField
from outreach.common.prefill import Prefillable
from outreach.org.scoping import Rights
from petitions.forms.missing import FilledForm
from petitions.models import Petition


class StepForm(Prefillable, FilledForm):
    """One step of the case; ``version`` is what the officer saw when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, petition: Petition, rights: Rights, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": petition.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.petition = petition
        self.rights = rights
        for field in self.fields.values():
            if isinstance(field, MultiFileField):
                field.uploaded_by = rights.user

    def verb_arguments(self) -> dict[str, Any]:
        """What the workflow verb of this step is called with."""
        return dict(self.cleaned_data)
