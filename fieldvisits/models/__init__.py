"""On-site office 现场办公: who went where, what was found there, and what became of it."""

from fieldvisits.models.finding import VisitFinding, VisitPhoto
from fieldvisits.models.outcome import Outcome
from fieldvisits.models.plan import VisitPlan, VisitPlanQuerySet
from fieldvisits.models.search import VisitGram
from fieldvisits.models.sent import SentPhoto
from fieldvisits.models.visit import Meal, Visit, VisitKind, VisitQuerySet

__all__ = [
    "Meal",
    "Outcome",
    "SentPhoto",
    "Visit",
    "VisitFinding",
    "VisitGram",
    "VisitKind",
    "VisitPhoto",
    "VisitPlan",
    "VisitPlanQuerySet",
    "VisitQuerySet",
]
