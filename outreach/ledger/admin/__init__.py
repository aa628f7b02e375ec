"""The whole ledger under review: look, filter, and take steps only through the workflow."""

from outreach.ledger.admin.issue import IssueAdmin

__all__ = ["IssueAdmin"]
