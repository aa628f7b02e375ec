"""Clocks that explain themselves: a rule, a start, pauses, extensions, and the day on which they run out.

Counting: the first day does not count (Civil Code, Art. 201); a due date ends at 24:00 in
Asia/Shanghai. A petitioner's right whose last day is not a workday moves to the next workday
(Art. 203); a unit's own duty is never moved later.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from outreach.calendars.workdays import WorkCalendar

WORKDAY, CALENDAR = "workday", "calendar"
#: Yellow within the last fifth of the time, but at least three workdays (domain: traffic light 红黄绿灯).
_YELLOW_SHARE, _YELLOW_LEAST = 0.2, 3

# Words that clocks store as message ids and show in the reader's language.
STARTS = (gettext_noop("交办"), gettext_noop("退回"), gettext_noop("受理"), gettext_noop("收到"))


@dataclass(frozen=True)
class Pause:
    """The clock stood still from one day to another; ``until`` None means it still does."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Granted:
    """More days, agreed by whom and when; ``told_on`` is when the petitioner was told, where that is owed."""

    days: int
    by: str
    on: date
    told_on: date | None = None


@dataclass(frozen=True)
class Clock:
    """One clock of a case. ``rule`` and ``start_label`` are message ids, shown in the reader's language."""

    rule: str
    start_on: date
    length: int
    kind: str = WORKDAY
    start_label: str = "交办"
    is_right: bool = False
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Granted, ...] = ()

    @classmethod
    def workdays(cls, rule: str, start_on: date, length: int, *, start_label: str = "交办") -> Self:
        """An internal clock in workdays."""
        return cls(rule, start_on, length, WORKDAY, start_label)

    @classmethod
    def days(cls, rule: str, start_on: date, length: int, *, start_label: str, is_right: bool = False) -> Self:
        """A statutory clock in calendar days; ``is_right`` when its last day moves on to a workday."""
        return cls(rule, start_on, length, CALENDAR, start_label, is_right)

    # --- changes: each gives a new clock ------------------------------------------------
    def paused(self, on: date) -> Self:
        return replace(self, pauses=(*self.pauses, Pause(on)))

    def resumed(self, on: date) -> Self:
        """The open pause ends on this day."""
        return replace(self, pauses=tuple(Pause(p.since, p.until or on) for p in self.pauses))

    def extended(self, days: int, *, by: str, on: date, told_on: date | None = None) -> Self:
        return replace(self, extensions=(*self.extensions, Granted(days, by, on, told_on)))

    # --- questions ----------------------------------------------------------------------
    @property
    def is_paused(self) -> bool:
        return any(pause.until is None for pause in self.pauses)

    def due_on(self, calendar: WorkCalendar) -> date:
        """The last day, with pauses and extensions; while paused, as if it had resumed at once."""
        total = self.length + sum(granted.days for granted in self.extensions)
        closed = [(pause.since, pause.until) for pause in self.pauses if pause.until]
        if self.kind == WORKDAY:
            total += sum(calendar.workdays_between(since, until) for since, until in closed)
            return calendar.add_workdays(self.start_on, total)
        total += sum((until - since).days for since, until in closed)
        due = self.start_on + timedelta(days=total)
        return calendar.next_workday_on_or_after(due) if self.is_right else due

    def due_soon_on(self, calendar: WorkCalendar) -> date:
        """The first day of the yellow light."""
        due = self.due_on(calendar)
        whole = calendar.workdays_between(self.start_on, due)
        return calendar.add_workdays(due, -max(_YELLOW_LEAST, ceil(whole * _YELLOW_SHARE)))

    def is_estimated(self, calendar: WorkCalendar) -> bool:
        """Whether a year that is not published yet takes part in the count."""
        return calendar.is_estimated(self.due_on(calendar)) and (self.kind == WORKDAY or self.is_right)

    def explanation(self, calendar: WorkCalendar) -> list[tuple[str, str]]:
        """How the date comes about, as (label, sentence) lines in the reader's language."""
        due = self.due_on(calendar)
        lines = [
            (_("规则"), _("%(rule)s，%(length)s") % {"rule": _(self.rule), "length": self._length(calendar, due)}),
            (_("起算"), _("%(date)s %(event)s，次日起算") % {"date": self.start_on, "event": _(self.start_label)}),
            (_("暂停"), self._pauses() or _("无")),
        ]
        lines += [(_("延期"), self._extension(granted)) for granted in self.extensions] or [(_("延期"), _("无"))]
        last = _("%(due)s 24:00，%(next)s 起算逾期") % {"due": due, "next": due + timedelta(days=1)}
        if self.is_estimated(calendar):
            last += _("（%(year)d 年放假安排未公布，为推算）") % {"year": due.year}
        return [*lines, (_("现期限"), last)]

    def sentence(self, calendar: WorkCalendar) -> str:
        """The same in one sentence: 自 2026-10-09 受理起 60 天，到 2026-12-08."""
        return _("自 %(start)s %(event)s起%(length)s，到 %(due)s") % {
            "start": self.start_on,
            "event": _(self.start_label),
            "length": count_of(self.length, self.kind),
            "due": self.due_on(calendar),
        }

    def _length(self, calendar: WorkCalendar, due: date) -> str:
        length = count_of(self.length, self.kind)
        if self.kind == CALENDAR:
            return length
        if self.is_estimated(calendar):
            return _("%(length)s（%(year)d 年工作日历为推算）") % {"length": length, "year": due.year}
        return _("%(length)s（%(year)d 年工作日历已公布）") % {"length": length, "year": due.year}

    def _pauses(self) -> str:
        return "；".join(
            _("%(since)s 至 %(until)s") % {"since": pause.since, "until": pause.until}
            if pause.until
            else _("%(since)s 起") % {"since": pause.since}
            for pause in self.pauses
        )

    def _extension(self, granted: Granted) -> str:
        words = _("%(days)s，%(on)s 由%(by)s批准") % {
            "days": count_of(granted.days, self.kind),
            "on": granted.on,
            "by": granted.by,
        }
        if granted.told_on:
            words += _("，%(date)s 已告知信访人") % {"date": granted.told_on}
        return words

    # --- storage ------------------------------------------------------------------------
    def to_json(self) -> dict[str, Any]:
        return asdict(self, dict_factory=lambda pairs: {k: str(v) if isinstance(v, date) else v for k, v in pairs})

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        known = dict(data)
        known["start_on"] = date.fromisoformat(known["start_on"])
        known["pauses"] = tuple(Pause(_day(p["since"]) or date.min, _day(p["until"])) for p in known["pauses"])
        known["extensions"] = tuple(
            Granted(g["days"], g["by"], date.fromisoformat(g["on"]), _day(g["told_on"])) for g in known["extensions"]
        )
        return cls(**known)


def light(due_on: date, due_soon_on: date, today: date) -> str:
    """``green``, ``yellow`` or ``red``: late from the day after the due date."""
    if today > due_on:
        return "red"
    return "yellow" if today >= due_soon_on else "green"


def words_left(due_on: date, today: date, calendar: WorkCalendar, kind: str = WORKDAY) -> str:
    """How a person says it: days left in the clock's own kind of day, days overdue always calendar days."""
    if today > due_on:
        late = (today - due_on).days
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", late) % {"days": late}
    if today == due_on:
        return _("今天到期")
    left = calendar.workdays_between(today, due_on) if kind == WORKDAY else (due_on - today).days
    if left == 0:
        return _("休息日到期")
    return _("还剩 %(count)s") % {"count": count_of(left, kind)}


def count_of(days: int, kind: str) -> str:
    """``3 个工作日`` or ``18 天``."""
    if kind == WORKDAY:
        return ngettext("%(days)d 个工作日", "%(days)d 个工作日", days) % {"days": days}
    return ngettext("%(days)d 天", "%(days)d 天", days) % {"days": days}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
