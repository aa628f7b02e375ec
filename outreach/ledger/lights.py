"""The traffic light of an item 红黄绿灯: always words, never a colour alone, and never a query."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import ENDED, State

LIGHTS = [
    ("red", gettext_lazy("逾期")),
    ("yellow", gettext_lazy("快到期")),
    ("green", gettext_lazy("按期")),
    ("grey", gettext_lazy("已暂停")),
    ("blue", gettext_lazy("长期坚持")),
]


@dataclass(frozen=True)
class Light:
    """``name`` is red, yellow, green, grey, blue or none; ``words`` say it as a person would."""

    name: str
    words: str


def light_of(issue: Issue, calendar: WorkCalendar, today: date | None = None) -> Light:
    """Days left in workdays, days late in calendar days; the calendar is loaded once for a whole list."""
    today = today or clock.today()
    if issue.status == State.SUSPENDED:
        return Light("grey", _("已暂停"))
    if issue.status == State.LONG_TERM:
        return Light("blue", _("长期坚持"))
    if not issue.is_running or issue.due_on is None:
        return Light("none", _resting(issue.status))
    if issue.due_on < today:
        days = (today - issue.due_on).days
        return Light("red", ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", days) % {"n": days})
    is_soon = issue.due_soon_on is not None and issue.due_soon_on <= today
    return Light("yellow" if is_soon else "green", _left(calendar.workdays_between(today, issue.due_on), issue.due_on, today))


def _left(days: int, due_on: date, today: date) -> str:
    if due_on == today:
        return _("今天到期")
    return ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", days) % {"n": days}


def _resting(state: str) -> str:
    """Why no clock runs."""
    if state == State.AWAITING_RATING:
        return _("已验收")
    return _("已办结") if state in ENDED else _("未起算")
