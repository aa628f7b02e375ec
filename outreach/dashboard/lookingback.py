"""Closed items that wait for me to look at them again, as work on the first page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.calendars.lights import DayKind, light, words_left
from outreach.calendars.workdays import WorkCalendar
from outreach.dashboard.scope import Scope
from outreach.dashboard.waiting import Task
from outreach.ledger.lights import TimeLight
from outreach.ledger.models import LookBack
from outreach.ledger.permissions import LOOK_BACK

SHOWN = 5


def look_backs(scope: Scope, calendar: WorkCalendar) -> Iterator[Task]:
    """The nearest of them; the list behind the verb has all."""
    if not scope.rights.may(LOOK_BACK):
        return
    mine = LookBack.objects.for_other_eyes(scope.rights).open_on(scope.today).select_related("issue__unit")
    for one in mine.order_by("due_on", "pk")[:SHOWN]:
        name = light(one.due_on, one.opens_on, scope.today, calendar)
        yield Task(
            title=one.issue.title,
            url=one.issue.get_absolute_url(),
            verb=_("回头看"),
            verb_url=reverse("ledger:step", args=[one.issue.number, "look_back"]),
            facts=[one.issue.number, str(one.issue.unit)],
            why=_("%(day)s 销号，去看一次是不是真解决了") % {"day": one.closed_on},
            due_on=one.due_on,
            light=TimeLight(name, words_left(one.due_on, scope.today, calendar, DayKind.CALENDAR)),
            state=one.get_ground_display(),
        )
