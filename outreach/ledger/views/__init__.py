"""The pages of the ledger."""

from outreach.ledger.views.board import BoardMoveView, BoardView
from outreach.ledger.views.bulk import BulkView
from outreach.ledger.views.burden import BurdenView
from outreach.ledger.views.detail import IssueView, RelatedView
from outreach.ledger.views.evidence import EvidenceView
from outreach.ledger.views.export import ExportView
from outreach.ledger.views.finding import FindingView
from outreach.ledger.views.lists import IssueListView
from outreach.ledger.views.lookbacks import LookBackListView
from outreach.ledger.views.saved import DeleteViewView, SaveViewView
from outreach.ledger.views.steps import StepView

__all__ = [
    "BoardMoveView",
    "BoardView",
    "BulkView",
    "BurdenView",
    "DeleteViewView",
    "EvidenceView",
    "ExportView",
    "FindingView",
    "IssueListView",
    "IssueView",
    "LookBackListView",
    "RelatedView",
    "SaveViewView",
    "StepView",
]
