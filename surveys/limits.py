"""The lengths of time investigations work with, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare("surveys.hand_in", 3, "workday", _("调研发现交台账"), _("实践默认值，可由管理员调整"))
    limits.declare("surveys.longest", 366, "calendar", _("一个调研课题最长"), _("本系统的约定，可由管理员调整"))
    limits.declare("surveys.backdated", 366, "calendar", _("补记多久以前的调研"), _("本系统的约定，可由管理员调整"))
