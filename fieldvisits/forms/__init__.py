"""The forms of the channel."""

from fieldvisits.forms.finding import MOST_FINDINGS, FindingForm, FindingFormSet
from fieldvisits.forms.plan import CancelForm, MoveForm, PlanForm
from fieldvisits.forms.saved import SavedFileForm
from fieldvisits.forms.search import SearchForm
from fieldvisits.forms.visit import VisitForm

__all__ = [
    "MOST_FINDINGS",
    "CancelForm",
    "FindingForm",
    "FindingFormSet",
    "MoveForm",
    "PlanForm",
    "SavedFileForm",
    "SearchForm",
    "VisitForm",
]
