"""On-site office 现场办公: who went where, what was found there, and what became of it."""

from fieldvisits.models.feed import CalendarFeed
from fieldvisits.models.finding import VisitFinding, VisitPhoto
from fieldvisits.models.minutes import Decision, Minutes, MinutesQuerySet, Objection
from fieldvisits.models.outcome import Outcome
from fieldvisits.models.plan import PeakPeriod, VisitPlan, VisitPlanQuerySet
from fieldvisits.models.search import VisitGram
from fieldvisits.models.sent import SentPhoto
from fieldvisits.models.visit import Meal, Visit, VisitKind, VisitQuerySet

__all__ = [
    "CalendarFeed",
    "Decision",
    "Meal",
    "Minutes",
    "MinutesQuerySet",
    "Objection",
    "Outcome",
    "PeakPeriod",
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
