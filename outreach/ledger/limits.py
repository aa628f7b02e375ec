"""The lengths of time the ledger works with, and where each comes from."""

from django.utils.translation import gettext_lazy as _

from outreach.calendars.lights import PER_QUARTER, PERCENT
from outreach.calendars.limits import limits

PRACTICE = _("实践默认值，可由管理员调整")
OURS = _("本系统的约定，可由管理员调整")


def declare() -> None:
    """Called once when the room starts."""
    limits.declare("ledger.hand_in", 3, "workday", _("走访后上报"), PRACTICE)
    limits.declare("ledger.sign_for", 2, "workday", _("签收；到期自动签收"), PRACTICE)
    limits.declare("ledger.return_request", 5, "workday", _("申请退回"), PRACTICE)
    limits.declare("ledger.co_unit", 3, "workday", _("协办答复"), PRACTICE)
    limits.declare("ledger.resubmit", 5, "workday", _("退回后重新提交"), PRACTICE)
    limits.declare("ledger.reopened", 10, "workday", _("重新办理"), OURS)
    limits.declare("ledger.longest", 250, "workday", _("最长的整改期限"), OURS)
    limits.declare("ledger.extension", 30, "workday", _("一次延期最多"), OURS)
    limits.declare("ledger.suspension", 90, "calendar", _("暂停最多"), PRACTICE)
    limits.declare("ledger.long_term_review", 92, "calendar", _("长期坚持事项复核"), PRACTICE)
    limits.declare("ledger.rating", 7, "calendar", _("等待评价；之后按未评价"), PRACTICE)
    limits.declare("ledger.rebound", 180, "calendar", _("销号后计反弹"), PRACTICE)
    limits.declare("ledger.red_card", 10, "calendar", _("逾期后亮红牌"), PRACTICE)
    limits.declare("ledger.look_back_share", 10, PERCENT, _("销号事项抽多少回头看；重大事项件件看"), OURS)
    limits.declare("ledger.look_back_wait", 30, "calendar", _("销号满多少天后回头看"), OURS)
    limits.declare("ledger.look_back", 14, "calendar", _("回头看办多少天"), OURS)
    limits.declare("ledger.false_closure_gap", 30, PERCENT, _("销号不实超过多少个百分点就提出来"), PRACTICE)
    limits.declare("ledger.burden", 6, PER_QUARTER, _("一个单位接待到多少次就提醒"), OURS)
