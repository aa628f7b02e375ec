"""The verbs of contact points and of the conditions of units."""

from outreach.contactpoints.workflow.candidates import assess_unit, set_weights
from outreach.contactpoints.workflow.periods import Findings, answer_review, review_period
from outreach.contactpoints.workflow.points import Choice, change_point, hand_over_point, open_point
from outreach.contactpoints.workflow.profiles import Words, describe_unit, write_value

__all__ = [
    "Choice",
    "Findings",
    "Words",
    "answer_review",
    "assess_unit",
    "change_point",
    "describe_unit",
    "hand_over_point",
    "open_point",
    "review_period",
    "set_weights",
    "write_value",
]
