"""The traffic light of an item 红黄绿灯: always words, never a colour alone, and never a query."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.calendars.lights import Light, light_at, words_left
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.ledger.states import ENDED, State

LIGHTS = [
    (Light.RED.value, gettext_lazy("逾期")),
    (Light.YELLOW.value, gettext_lazy("快到期")),
    (Light.GREEN.value, gettext_lazy("按期")),
    (Light.GREY.value, gettext_lazy("已暂停")),
    (Light.BLUE.value, gettext_lazy("长期坚持")),
]


@dataclass(frozen=True)
class TimeLight:
    """``name`` is a ``calendars.lights.Light``; ``words`` say it as a person would."""

    name: str
    words: str | Promise


def light_of(issue: Issue, calendar: WorkCalendar, today: date | None = None) -> TimeLight:
    """Days left in workdays, days late in calendar days; the calendar is loaded once for a whole list."""
    today = today or clock.today()
    due_on = issue.due_on if issue.is_running else None
    light = light_at(due_on, issue.due_soon_on, today, issue.status)
    if light in {Light.GREY, Light.BLUE}:
        return TimeLight(light, issue.get_status_display())
    if issue.is_running:
        return TimeLight(light, words_left(due_on, today, calendar))
    return TimeLight(light, _resting(issue.status))


def _resting(state: str) -> str:
    """Why no clock runs."""
    if state == State.AWAITING_RATING:
        return _("已验收")
    return _("已办结") if state in ENDED else _("未起算")
