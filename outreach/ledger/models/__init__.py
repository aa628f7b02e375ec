"""The one issue ledger that all channels feed."""

from outreach.ledger.models.event import IssueEvent
from outreach.ledger.models.exclusion import IssueExclusion
from outreach.ledger.models.issue import Issue, IssueQuerySet
from outreach.ledger.models.lookback import DrawKey, LookBack, LookBackQuerySet
from outreach.ledger.models.numbering import IssueSequence
from outreach.ledger.models.records import (
    CoUnit,
    Evidence,
    Extension,
    Measure,
    Rating,
    Supervision,
    SupportRequest,
)
from outreach.ledger.models.search import IssueGram
from outreach.ledger.models.sent import SentForm
from outreach.ledger.models.view import SavedView

__all__ = [
    "CoUnit",
    "DrawKey",
    "Evidence",
    "Extension",
    "Issue",
    "IssueEvent",
    "IssueExclusion",
    "IssueGram",
    "IssueQuerySet",
    "IssueSequence",
    "LookBack",
    "LookBackQuerySet",
    "Measure",
    "Rating",
    "SavedView",
    "SentForm",
    "Supervision",
    "SupportRequest",
]
