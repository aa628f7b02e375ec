"""The lengths of time the wall chart works with."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits

COVERAGE = "dashboard.coverage"


def declare() -> None:
    """Called once when the room starts."""
    limits.declare(COVERAGE, 60, "calendar", _("多久没人去就上作战图"), _("本系统的约定，可由管理员调整"))
