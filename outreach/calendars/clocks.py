"""Clocks: how long something may take, from when, until when, and why, in words that a person can check.

A clock is a value. It is stored as JSON beside the row it belongs to, free of any language: its
words are the Chinese source texts and are translated when shown.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from outreach.calendars.lights import (
    DayKind,
    Light,
    days_left,
    due_soon_on,
    length_in_words,
    light,
    light_at,
    words_left,
)
from outreach.calendars.workdays import WorkCalendar

__all__ = ["Clock", "DayKind", "Extended", "Light", "Pause", "due_soon_on", "light", "light_at", "words_left"]


@dataclass(frozen=True)
class Pause:
    """Time that does not count: the days after ``since`` up to and including ``until`` (None: still paused)."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Extended:
    """More days, of the clock's own kind: who approved them when, and when the person concerned was told why."""

    days: int
    by: str
    on: date
    told_on: date | None = None


@dataclass(frozen=True)
class Clock:
    """A deadline that explains itself.

    The first day does not count (Civil Code, Art. 201). ``rolls_forward`` moves a last day that is
    no workday to the next workday (Art. 203): right for what a petitioner may do, not for what a
    unit owes. ``due_on`` is the result under the calendar it was counted with; while it is paused,
    the day it would end without the pause.
    """

    rule: str
    start_on: date
    start_label: str
    length: int
    kind: DayKind
    rolls_forward: bool = False
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extended, ...] = ()
    due_on: date = field(default=date.min)
    is_estimated: bool = False

    # --- starting and changing ---------------------------------------------------------
    @classmethod
    def workdays(
        cls,
        rule: str | Promise,
        start_on: date,
        length: int,
        *,
        start_label: str | Promise,
        calendar: WorkCalendar | None = None,
    ) -> Self:
        """A clock in workdays, such as rectification from assignment. Pass labels by ``gettext_lazy``."""
        return cls._start(rule, start_on, length, start_label, DayKind.WORKDAY, False, calendar)

    @classmethod
    def days(
        cls,
        rule: str | Promise,
        start_on: date,
        length: int,
        *,
        start_label: str | Promise,
        rolls_forward: bool = False,
        calendar: WorkCalendar | None = None,
    ) -> Self:
        """A clock in calendar days, such as a statutory one. Pass labels by ``gettext_lazy``."""
        return cls._start(rule, start_on, length, start_label, DayKind.CALENDAR, rolls_forward, calendar)

    @classmethod
    def _start(
        cls,
        rule: str | Promise,
        start_on: date,
        length: int,
        start_label: str | Promise,
        kind: DayKind,
        rolls_forward: bool,
        calendar: WorkCalendar | None,
    ) -> Self:
        if length < 1:
            raise ValueError("a clock runs for at least one day")
        new = cls(_source(rule), start_on, _source(start_label), length, kind, rolls_forward)
        return new.recomputed(calendar)

    def paused(self, on: date, calendar: WorkCalendar | None = None) -> Self:
        """Stop after ``on``. Raises ``ValueError`` when it is paused already."""
        if self.is_paused:
            raise ValueError("the clock is paused already")
        return replace(self, pauses=(*self.pauses, Pause(on))).recomputed(calendar)

    def resumed(self, on: date, calendar: WorkCalendar | None = None) -> Self:
        """Run again after ``on``. Raises ``ValueError`` when it is not paused, or for a day before the pause."""
        if not self.is_paused or on < self.pauses[-1].since:
            raise ValueError("the clock is not paused then")
        ended = replace(self.pauses[-1], until=on)
        return replace(self, pauses=(*self.pauses[:-1], ended)).recomputed(calendar)

    def extended(
        self, days: int, *, by: str, on: date, told_on: date | None = None, calendar: WorkCalendar | None = None
    ) -> Self:
        """More days of its own kind, approved by somebody on a day."""
        if days < 1:
            raise ValueError("an extension gives at least one day")
        more = Extended(days, by, on, told_on)
        return replace(self, extensions=(*self.extensions, more)).recomputed(calendar)

    def recomputed(self, calendar: WorkCalendar | None = None) -> Self:
        """The same clock under the calendar as it is now (or ``calendar``)."""
        calendar = calendar or WorkCalendar.current()
        plain = self._counted(calendar)
        due_on = calendar.next_workday_on_or_after(plain) if self.rolls_forward else plain
        needs_calendar = self.kind == DayKind.WORKDAY or self.rolls_forward
        since = self.start_on if self.kind == DayKind.WORKDAY else plain
        return replace(self, due_on=due_on, is_estimated=needs_calendar and calendar.is_estimated(due_on, since))

    def _counted(self, calendar: WorkCalendar) -> date:
        """The last counted day; a pause after that day changes nothing any more."""
        total = self.length + sum(one.days for one in self.extensions)
        end = self._moved(self.start_on, total, calendar)
        for pause in self.pauses:
            if pause.until is not None and pause.since < end:
                end = self._moved(end, self._lost(pause, calendar), calendar)
        return end

    def _moved(self, day: date, count: int, calendar: WorkCalendar) -> date:
        return calendar.add_workdays(day, count) if self.kind == DayKind.WORKDAY else day + timedelta(days=count)

    def _lost(self, pause: Pause, calendar: WorkCalendar) -> int:
        """How many days of its own kind a pause took out."""
        until = pause.until or pause.since
        if self.kind == DayKind.WORKDAY:
            return calendar.workdays_between(pause.since, until)
        return (until - pause.since).days

    # --- asking ------------------------------------------------------------------------
    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until is None

    def days_left(self, today: date, calendar: WorkCalendar | None = None) -> int:
        """In its own kind of day, 0 on the last one; days overdue are negative calendar days."""
        return days_left(self.due_on, today, calendar or WorkCalendar.current(), self.kind)

    def words_left(self, today: date, calendar: WorkCalendar | None = None) -> Promise:
        return words_left(self.due_on, today, calendar or WorkCalendar.current(), self.kind)

    def due_soon_on(self, calendar: WorkCalendar | None = None) -> date:
        """The first yellow day."""
        return due_soon_on(self.start_on, self.due_on, calendar or WorkCalendar.current())

    def light(self, today: date, calendar: WorkCalendar | None = None) -> Light:
        state = "suspended" if self.is_paused else ""
        return light(self.due_on, self.start_on, today, calendar or WorkCalendar.current(), state)

    # --- explaining, in the language of whoever reads it -------------------------------
    def lines(self, calendar: WorkCalendar | None = None) -> list[tuple[str, str]]:
        """Pairs of label and text, the result last, as ``components/due.html`` draws them."""
        calendar = calendar or WorkCalendar.current()
        length = length_in_words(self.length, self.kind)
        lines = [
            (gettext("规则"), gettext("%(rule)s：%(length)s") % {"rule": _shown(self.rule), "length": length}),
            (gettext("起算"), f"{self.start_on} {_shown(self.start_label)}".strip()),
        ]
        lines += [(gettext("暂停"), self._pause_in_words(pause, calendar)) for pause in self.pauses]
        lines += [(gettext("延期"), self._extension_in_words(one)) for one in self.extensions]
        changed = self.pauses or self.extensions
        lines.append((gettext("现期限") if changed else gettext("期限"), self._end_in_words(calendar)))
        return lines

    def sentence(self) -> str:
        """The whole story in one line: "自 2026-10-09 受理起 60 天 → 2026-12-08；延期 30 天，王海 …"."""
        first = gettext("自 %(day)s %(event)s起 %(length)s → %(due)s") % {
            "day": self.start_on,
            "event": _shown(self.start_label),
            "length": length_in_words(self.length, self.kind),
            "due": self.due_on,
        }
        parts = [first + (gettext("（估算）") if self.is_estimated else "")]
        parts += [gettext("延期 %(what)s") % {"what": self._extension_in_words(one)} for one in self.extensions]
        return gettext("；").join(parts)

    def _pause_in_words(self, pause: Pause, calendar: WorkCalendar) -> str:
        if pause.until is None:
            return gettext("%(since)s 起暂停，恢复后顺延") % {"since": pause.since}
        return gettext("%(since)s 至 %(until)s，不计 %(length)s") % {
            "since": pause.since,
            "until": pause.until,
            "length": length_in_words(self._lost(pause, calendar), self.kind),
        }

    def _extension_in_words(self, one: Extended) -> str:
        told = gettext("，%(day)s 已告知") % {"day": one.told_on} if one.told_on else ""
        words = gettext("%(length)s，%(who)s %(day)s 批准") % {
            "length": length_in_words(one.days, self.kind),
            "who": one.by,
            "day": one.on,
        }
        return words + told

    def _end_in_words(self, calendar: WorkCalendar) -> str:
        if self.due_on != self._counted(calendar) and self.rolls_forward:
            return gettext("%(day)s（最后一天是休息日，顺延到下一个工作日）") % {"day": self.due_on}
        return str(self.due_on)

    # --- storing -----------------------------------------------------------------------
    def to_json(self) -> dict[str, Any]:
        """For a JSONField; ``from_json`` gives the same clock back."""
        return {
            "rule": self.rule,
            "start_on": self.start_on.isoformat(),
            "start_label": self.start_label,
            "length": self.length,
            "kind": self.kind.value,
            "rolls_forward": self.rolls_forward,
            "pauses": [[str(one.since), str(one.until) if one.until else None] for one in self.pauses],
            "extensions": [
                [one.days, one.by, str(one.on), str(one.told_on) if one.told_on else None] for one in self.extensions
            ],
            "due_on": self.due_on.isoformat(),
            "is_estimated": self.is_estimated,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The clock as it was stored; raises ``KeyError`` or ``ValueError`` for anything else."""
        day = date.fromisoformat
        return cls(
            rule=stored["rule"],
            start_on=day(stored["start_on"]),
            start_label=stored["start_label"],
            length=stored["length"],
            kind=DayKind(stored["kind"]),
            rolls_forward=stored["rolls_forward"],
            pauses=tuple(Pause(day(since), day(until) if until else None) for since, until in stored["pauses"]),
            extensions=tuple(
                Extended(days, by, day(on), day(told) if told else None) for days, by, on, told in stored["extensions"]
            ),
            due_on=day(stored["due_on"]),
            is_estimated=stored["is_estimated"],
        )


def _source(words: str | Promise) -> str:
    """The source text of a label, whatever language is spoken now: that is what is stored."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


def _shown(words: str) -> str:
    """A stored label in the reader's language."""
    return gettext(words) if words else ""
