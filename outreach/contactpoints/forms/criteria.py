"""The five criteria as questions: each with a score from 1 to 5 and its reason."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from outreach.contactpoints.models import HIGHEST, LOWEST, Criterion, UnitAssessment

_SCORES = [(score, str(score)) for score in range(LOWEST, HIGHEST + 1)]


class CriteriaForm(forms.Form):
    """A form that judges a unit by the five criteria, beside whatever else it asks.

    ``before`` are scores and reasons of the start, told beside each question.
    """

    def __init__(self, *args: Any, before: Mapping[str, tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = before or {}
        for criterion in Criterion:
            self.fields[f"score_{criterion}"] = forms.TypedChoiceField(
                label=criterion.label,
                choices=_SCORES,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=_at_the_start(*told[criterion]) if criterion in told else "",
            )
            label = format_lazy("{}{}{}", _("理由"), _("："), criterion.label)
            self.fields[f"reason_{criterion}"] = CleanCharField(label=label, max_length=200)

    @property
    def criteria(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Score and reason of each criterion, for the page."""
        for criterion in Criterion:
            yield self[f"score_{criterion}"], self[f"reason_{criterion}"]

    @property
    def scores(self) -> dict[str, tuple[int, str]]:
        """What was judged, after the form was found valid."""
        data = self.cleaned_data
        return {c.value: (data[f"score_{c}"], data[f"reason_{c}"]) for c in Criterion}


def _at_the_start(score: int, reason: str) -> str:
    return gettext("期初 %(score)d 分：%(reason)s") % {"score": score, "reason": reason}


def as_initial(scores: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """Earlier scores as the form shows them."""
    shown: dict[str, Any] = {}
    for criterion, (score, reason) in scores.items():
        shown |= {f"score_{criterion}": score, f"reason_{criterion}": reason}
    return shown


class AssessmentForm(CriteriaForm):
    """The office judges a unit that could become a contact point."""

    def __init__(self, data: Any = None, *, newest: UnitAssessment | None) -> None:
        super().__init__(data, initial=as_initial(newest.by_criterion) if newest else None)
