"""The visits of a month, day by day; and a leader's own, for the calendar of a phone (RFC 5545)."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fieldvisits.models import CalendarFeed, Visit, VisitPlan
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.org.scoping import Rights

FIRST_YEAR, LAST_YEAR = 2000, 2100
#: A square names so many visits; the list has the others.
MOST_NAMED = 8
_BACK, _AHEAD = timedelta(days=90), timedelta(days=400)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str, otherwise: date) -> Self:
        """``2026-11`` as written in an address; anything else is the month of ``otherwise``."""
        year, _dash, number = text[:8].partition("-")
        is_written = year.isascii() and year.isdigit() and number.isascii() and number.isdigit()
        if is_written and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(number) <= 12:
            return cls(int(year), int(number))
        return cls.of(otherwise)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def previous(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    @property
    def next(self) -> "Month":
        return Month.of(self.last + timedelta(days=1))

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02d}"

    def __str__(self) -> str:
        return _("%(year)d 年 %(month)d 月") % {"year": self.year, "month": self.number}


@dataclass
class Day:
    """One square of the month; ``is_workday`` counts make-up working weekends."""

    on: date
    is_workday: bool
    is_inside: bool
    plans: list[VisitPlan] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    held: int = 0

    @property
    def unnamed(self) -> int:
        """How many visits were held that the square does not name."""
        return self.held - len(self.visits)

    @property
    def list_url(self) -> str:
        """The visits of this day with a leader present."""
        return f"{reverse('fieldvisits:list')}?{urlencode({'since': self.on, 'until': self.on, 'more': 'leader'})}"


def weeks_of(month: Month, rights: Rights) -> list[list[Day]]:
    """Monday to Sunday, with what is planned and who was there, as far as this reader may see it: two statements."""
    days = [day for week in calendar.Calendar().monthdatescalendar(month.year, month.number) for day in week]
    workdays = WorkCalendar.current()
    squares = {day: Day(day, workdays.is_workday(day), day.month == month.number) for day in days}
    span = (days[0], days[-1])
    plans = VisitPlan.objects.visible_to(rights).standing().for_page().saying_briefs(rights)
    for plan in plans.filter(planned_on__range=span):
        squares[plan.planned_on].plans.append(plan)
    visits = Visit.objects.visible_to(rights).filter(visited_on__range=span).exclude(leader=None).order_by()
    named = visits.annotate(
        place=Window(RowNumber(), partition_by="visited_on", order_by="pk"),
        held=Window(Count("pk"), partition_by="visited_on"),
    ).filter(place__lte=MOST_NAMED)
    told: Any = named.select_related("unit").only("visited_on", "unit__name").order_by("visited_on", "pk")
    for visit in told:
        squares[visit.visited_on].visits.append(visit)
        squares[visit.visited_on].held = visit.held
    ordered = list(squares.values())
    return [ordered[place : place + 7] for place in range(0, len(ordered), 7)]


def ical_of(feed: CalendarFeed, site: str) -> bytes:
    """The visits somebody goes to, as leader or liaison, from three months back to a year ahead."""
    rights, today = Rights.of(feed.user), clock.today()
    own = Q(contact_point__leader__user=feed.user) | Q(contact_point__liaison=feed.user)
    plans = VisitPlan.objects.visible_to(rights).for_page().filter(own)
    cal = Calendar()
    cal.add("prodid", "-//outreach//visits//ZH")
    cal.add("version", "2.0")
    cal.add("x-wr-calname", _("现场办公"))
    for plan in plans.filter(planned_on__range=(today - _BACK, today + _AHEAD)):
        cal.add_component(_event(plan, site))
    content: bytes = cal.to_ical()
    return content


def _event(plan: VisitPlan, site: str) -> Event:
    """A whole day; the same visit keeps its mark when it is moved or called off, so that phones follow."""
    event = Event()
    event.add("uid", f"visit-plan-{plan.pk}@outreach")
    event.add("dtstamp", plan.cancelled_at or plan.approved_at or plan.created_at)
    event.add("dtstart", plan.planned_on)
    event.add("dtend", plan.planned_on + timedelta(days=1))
    event.add("summary", _("去%(unit)s现场办公") % {"unit": plan.contact_point.unit})
    event.add("description", plan.note)
    event.add("url", f"{site}{plan.get_absolute_url()}")
    event.add("status", "CONFIRMED" if plan.is_approved else "TENTATIVE")
    if not plan.is_standing:
        event["status"] = "CANCELLED"
    return event
