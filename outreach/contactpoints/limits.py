"""The lengths of time that contact points work with."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits

REVIEW_AHEAD = "contactpoints.review_ahead"


def declare() -> None:
    """Called once when the room starts."""
    limits.declare(REVIEW_AHEAD, 30, "calendar", _("联系期满前多久可以评估"), _("本系统的约定，可由管理员调整"))
