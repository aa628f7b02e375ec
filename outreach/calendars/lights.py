"""How a deadline stands today: its light 红黄绿灯, and the days left as a person would say them."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, ngettext

from outreach.calendars.workdays import WorkCalendar


class DayKind(StrEnum):
    """What a length is counted in."""

    WORKDAY = "workday"
    CALENDAR = "calendar"


#: The unit of lengths shorter than a day; no deadline is counted in it.
MINUTE = "minute"
#: Not a length but how often something may be done; kept in the same table, for the same hands.
PER_HOUR = "per_hour"
#: How often, in a quarter.
PER_QUARTER = "per_quarter"
#: A share, or a distance between two.
PERCENT = "percent"
#: How many people; and one of how many.
PEOPLE, ONE_IN = "people", "one_in"


class Light(StrEnum):
    """Never shown by colour alone; the names are those of the tag ``light``."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    BLUE = "blue"
    NONE = "none"


#: Where the clock does not run, the state decides.
_BY_STATE = {"suspended": Light.GREY, "long_term": Light.BLUE}
_LEAST_WORKDAYS = 3
_SHARE = 5  # a fifth of its time


def due_soon_on(start_on: date, due_on: date, calendar: WorkCalendar) -> date:
    """The first yellow day: the last fifth of its time begins, or three workdays are left, whichever comes first."""
    fifth = due_on - timedelta(days=(due_on - start_on).days // _SHARE)
    return max(start_on, min(fifth, calendar.first_day_with_workdays_left(_LEAST_WORKDAYS, due_on)))


def light_at(due_on: date | None, soon_on: date | None, today: date, state: str = "") -> Light:
    """The light from the two dates that a row keeps: its deadline and its first yellow day."""
    if state in _BY_STATE:
        return _BY_STATE[state]
    if due_on is None:
        return Light.NONE
    if today > due_on:
        return Light.RED
    return Light.YELLOW if soon_on is not None and today >= soon_on else Light.GREEN


def light(due_on: date | None, start_on: date | None, today: date, calendar: WorkCalendar, state: str = "") -> Light:
    """Green on time, yellow in the last fifth (at least three workdays), red from the day after the deadline.

    ``state`` may be a ledger state: ``suspended`` is grey, ``long_term`` blue, every other one goes by the dates.
    """
    soon_on = due_soon_on(start_on or due_on, due_on, calendar) if due_on is not None else None
    return light_at(due_on, soon_on, today, state)


def days_left(due_on: date, today: date, calendar: WorkCalendar, kind: str = DayKind.WORKDAY) -> int:
    """Days left in the clock's own kind of day, 0 on the last one; days overdue are negative calendar days."""
    if today >= due_on or kind == DayKind.CALENDAR:
        return (due_on - today).days
    return calendar.workdays_between(today, due_on)


def words_left(due_on: date | None, today: date, calendar: WorkCalendar, kind: str = DayKind.WORKDAY) -> Promise:
    """Such as "还剩 3 个工作日", "还剩 18 天", "今天到期", "逾期 10 天", in the language of whoever reads it."""
    if due_on is None:
        return _in_words(None, 0, kind)
    left = days_left(due_on, today, calendar, kind)
    if left == 0 and due_on > today:  # only days off are left
        left, kind = (due_on - today).days, DayKind.CALENDAR
    return _in_words(due_on, left, kind)


def _say(due_on: date | None, left: int, kind: str) -> str:
    if due_on is None:
        return gettext("没有期限")
    if left == 0:
        return gettext("今天到期")
    if left < 0:
        return ngettext("逾期 %(count)d 天", "逾期 %(count)d 天", -left) % {"count": -left}
    if kind == DayKind.WORKDAY:
        return ngettext("还剩 %(count)d 个工作日", "还剩 %(count)d 个工作日", left) % {"count": left}
    return ngettext("还剩 %(count)d 天", "还剩 %(count)d 天", left) % {"count": left}


_in_words = cast("Callable[[date | None, int, str], Promise]", lazy(_say, str))  # the stubs say that it stays a str


_LENGTHS: dict[str, Callable[[int], str]] = {
    DayKind.WORKDAY: lambda n: ngettext("%(count)d 个工作日", "%(count)d 个工作日", n),
    DayKind.CALENDAR: lambda n: ngettext("%(count)d 天", "%(count)d 天", n),
    MINUTE: lambda n: ngettext("%(count)d 分钟", "%(count)d 分钟", n),
    PER_HOUR: lambda n: ngettext("%(count)d 次 / 小时", "%(count)d 次 / 小时", n),
    PER_QUARTER: lambda n: ngettext("每季度 %(count)d 次", "每季度 %(count)d 次", n),
    PEOPLE: lambda n: ngettext("%(count)d 人", "%(count)d 人", n),
    PERCENT: lambda _n: "%(count)d%%",
    ONE_IN: lambda _n: "1/%(count)d",
}


def length_in_words(count: int, kind: str) -> str:
    """A length: "20 个工作日", "60 天" or "15 分钟"; how often: "20 次 / 小时"; how many; or a share: "10%"."""
    return _LENGTHS.get(kind, _LENGTHS[DayKind.CALENDAR])(count) % {"count": count}
