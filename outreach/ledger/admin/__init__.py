"""The whole ledger under review: look, filter, and take steps only through the workflow."""

from outreach.ledger.admin.issue import IssueAdmin
from outreach.ledger.admin.lookback import LookBackAdmin

__all__ = ["IssueAdmin", "LookBackAdmin"]
