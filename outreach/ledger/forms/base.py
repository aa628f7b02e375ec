"""Steps as forms: the fields are the words of the verb, the rest is the table's."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from outreach.attachments.fields import MultiFileField
from outreach.common.crispy import PortalFormHelper
from outreach.common.fields import CleanTextField
from outreach.common.prefill import Prefillable
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

LONGEST_NOTE = 500
#: A full-width space per level of the tree: ordinary ones are folded in a list of choices.
INDENT = "\u3000"


def day_field(label: StrOrPromise, **kwargs: Any) -> forms.DateField:
    """A date with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class UnitField(forms.ModelChoiceField):
    """A unit of the enterprise, shown by its place in the tree."""

    def __init__(self, label: StrOrPromise, **kwargs: Any) -> None:
        super().__init__(OrgUnit.objects.active(), label=label, empty_label=_("请选择单位"), **kwargs)

    def label_from_instance(self, unit: Any) -> str:
        return str(INDENT * (unit.path.count("/") - 1) + unit.name)


def at_most(field: Any, most: int) -> None:
    """Bound a number by a length that an administrator may change."""
    field.validators.append(MaxValueValidator(most))
    field.widget.attrs["max"] = most


class StepForm(Prefillable, forms.Form):
    """One step of the table; its fields are named as its verb's words, so taking it is one call.

    ``version`` is the version of the item that the person saw: the verb refuses an older one.
    """

    verb: ClassVar[Callable[..., Any]]
    helper: PortalFormHelper
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, issue: Issue, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issue = issue
        self.rights = rights
        self.fields["version"].initial = issue.version
        for field in self.fields.values():
            if isinstance(field, MultiFileField):
                field.uploaded_by = rights.user

    @classmethod
    def taking(cls, verb: Callable[..., Any]) -> type[Self]:
        """This form for another verb with the same words."""
        return type(cls.__name__, (cls,), {"verb": staticmethod(verb), "__module__": cls.__module__})

    def arguments(self) -> dict[str, Any]:
        """The words of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def take(self, issue: Issue | None = None, version: int | None = None) -> Any:
        """Take the step for the form's item, or for another one when many are done at once."""
        version = self.cleaned_data.get("version") if version is None else version
        return type(self).verb(issue=issue or self.issue, rights=self.rights, version=version, **self.arguments())


class NoteForm(StepForm):
    """A step that may be explained."""

    note = CleanTextField(label=_("说明"), required=False, rows=3, max_length=LONGEST_NOTE)


class ReasonForm(StepForm):
    """A step that must be explained."""

    reason = CleanTextField(label=_("理由"), rows=4, max_length=LONGEST_NOTE)


class ShortReasonForm(StepForm):
    """A step explained in a line or two."""

    reason = CleanTextField(label=_("理由"), rows=3, max_length=200)
