"""The lengths of time policy promotion works with, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare("policy.hand_in", 3, "workday", _("宣讲现场提问交台账"), _("实践默认值，可由管理员调整"))
    limits.declare("policy.backdated", 366, "calendar", _("补记多久以前的宣讲"), _("本系统的约定，可由管理员调整"))
