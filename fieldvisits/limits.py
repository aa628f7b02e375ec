"""The lengths of time the channel works with, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits

BACKFILL = "fieldvisits.backfill"
PLAN_AHEAD = "fieldvisits.plan_ahead"
OBJECT_TO_MINUTES = "fieldvisits.object_to_minutes"
OURS = _("本系统的约定，可由管理员调整")
PRACTICE = _("各地现场办公会纪要的通行做法，可由管理员调整")


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare(BACKFILL, 366, "calendar", _("补记走访最多往前"), OURS)
    limits.declare(PLAN_AHEAD, 400, "calendar", _("走访计划最多往后"), OURS)
    limits.declare(OBJECT_TO_MINUTES, 3, "workday", _("对现场办公纪要提意见"), PRACTICE)
