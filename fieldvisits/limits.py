"""The lengths of time and the numbers the channel works with, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.lights import ONE_IN, PEOPLE
from outreach.calendars.limits import limits

BACKFILL = "fieldvisits.backfill"
PLAN_AHEAD = "fieldvisits.plan_ahead"
OBJECT_TO_MINUTES = "fieldvisits.object_to_minutes"
SMALL_PARTY = "fieldvisits.small_party"
MOST_BESIDE = "fieldvisits.most_beside"
BESIDE_ONE_IN = "fieldvisits.beside_one_in"
OURS = _("本系统的约定，可由管理员调整")
PRACTICE = _("各地现场办公会纪要的通行做法，可由管理员调整")
ARTICLE_10 = _("国内公务接待管理规定第十条，国有企业参照执行；可由管理员调整")


def declare() -> None:
    """Called once when the channel starts."""
    limits.declare(BACKFILL, 366, "calendar", _("补记走访最多往前"), OURS)
    limits.declare(PLAN_AHEAD, 400, "calendar", _("走访计划最多往后"), OURS)
    limits.declare(OBJECT_TO_MINUTES, 3, "workday", _("对现场办公纪要提意见"), PRACTICE)
    limits.declare(SMALL_PARTY, 10, PEOPLE, _("陪餐：来的人到多少为止按人数限"), ARTICLE_10)
    limits.declare(MOST_BESIDE, 3, PEOPLE, _("陪餐：来的人少时最多几人"), ARTICLE_10)
    limits.declare(BESIDE_ONE_IN, 3, ONE_IN, _("陪餐：来的人多时最多占几分之一"), ARTICLE_10)
