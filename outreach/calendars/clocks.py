"""Clocks: how long something may take, from when, until when, and why, in words that a person can check.

A clock is a value. It is stored as JSON beside the row it belongs to, free of any language: its
words are the Chinese source texts and are translated when shown.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext

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
from outreach.calendars.spans import Extended, Pause, moved
from outreach.calendars.workdays import WorkCalendar

__all__ = ["Clock", "DayKind", "Extended", "Light", "Pause", "due_soon_on", "light", "light_at", "words_left"]

Words = str | Promise


@dataclass(frozen=True)
class Clock:
    """A deadline that explains itself.

    The first day does not count (Civil Code, Art. 201). ``rolls_forward`` moves a last day that is
    no workday to the next workday (Art. 203): right for what a petitioner may do, not for what a
    unit owes. The last three fields are the result under the calendar it was counted with:
    ``first_due_on`` before any pause or extension, ``due_on`` with them (an open pause not yet).
    """

    rule: str
    start_on: date
    start_label: str
    length: int
    kind: DayKind
    rolls_forward: bool = False
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extended, ...] = ()
    first_due_on: date = date.min
    due_on: date = date.min
    is_estimated: bool = False

    # --- starting and changing ---------------------------------------------------------
    @classmethod
    def workdays(
        cls,
        rule: Words,
        start_on: date,
        length: int,
        *,
        start_label: Words,
        calendar: WorkCalendar | None = None,
    ) -> Self:
        """A clock in workdays, such as rectification from assignment. Pass labels by ``gettext_lazy``."""
        if length < 1:
            raise ValueError("a clock runs for at least one day")
        new = cls(_source(rule), start_on, _source(start_label), length, DayKind.WORKDAY)
        return new.recomputed(calendar)

    @classmethod
    def days(
        cls,
        rule: Words,
        start_on: date,
        length: int,
        *,
        start_label: Words,
        rolls_forward: bool = False,
        calendar: WorkCalendar | None = None,
    ) -> Self:
        """A clock in calendar days, such as a statutory one. Pass labels by ``gettext_lazy``."""
        if length < 1:
            raise ValueError("a clock runs for at least one day")
        new = cls(_source(rule), start_on, _source(start_label), length, DayKind.CALENDAR, rolls_forward)
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
        first, end = moved(self.start_on, self.length, self.kind, calendar), self._counted(calendar)
        due_on = self._rolled(end, calendar)
        if self.kind == DayKind.WORKDAY:
            is_estimated = calendar.is_estimated(due_on, since=self.start_on)
        else:
            is_estimated = self.rolls_forward and calendar.is_estimated(due_on, since=end)
        return replace(self, first_due_on=self._rolled(first, calendar), due_on=due_on, is_estimated=is_estimated)

    def _counted(self, calendar: WorkCalendar) -> date:
        """The last counted day; a pause after that day changes nothing any more."""
        total = self.length + sum(one.days for one in self.extensions)
        end = moved(self.start_on, total, self.kind, calendar)
        for pause in self.pauses:
            if pause.since < end:
                end = moved(end, pause.lost(self.kind, calendar), self.kind, calendar)
        return end

    def _rolled(self, end: date, calendar: WorkCalendar) -> date:
        return calendar.next_workday_on_or_after(end) if self.rolls_forward else end

    # --- asking ------------------------------------------------------------------------
    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until is None

    def days_left(self, today: date, calendar: WorkCalendar | None = None) -> int:
        """In its own kind of day, 0 on the last one; days overdue are negative calendar days."""
        return days_left(self.due_on, today, calendar or WorkCalendar.current(), self.kind)

    def words_left(self, today: date, calendar: WorkCalendar | None = None) -> Promise:
        """See ``outreach.calendars.lights.words_left``."""
        return words_left(self.due_on, today, calendar or WorkCalendar.current(), self.kind)

    def due_soon_on(self, calendar: WorkCalendar | None = None) -> date:
        """The first yellow day."""
        return due_soon_on(self.start_on, self.due_on, calendar or WorkCalendar.current())

    def light(self, today: date, calendar: WorkCalendar | None = None) -> Light:
        """Grey while it is paused, else by its dates."""
        state = "suspended" if self.is_paused else ""
        return light(self.due_on, self.start_on, today, calendar or WorkCalendar.current(), state)

    # --- explaining, in the language of whoever reads it -------------------------------
    def lines(self, calendar: WorkCalendar | None = None) -> list[tuple[str, str]]:
        """Pairs of label and text, the result last, as ``components/due.html`` draws them."""
        calendar = calendar or WorkCalendar.current()
        rule = {"rule": _shown(self.rule), "length": length_in_words(self.length, self.kind)}
        start = {"day": self.start_on, "event": _event(self.start_label)}
        result = gettext("现期限") if self.pauses or self.extensions else gettext("期限")
        return [
            (gettext("规则"), gettext("%(rule)s：%(length)s") % rule),
            (gettext("起算"), gettext("%(day)s %(event)s，次日起算") % start),
            *((gettext("暂停"), pause.in_words(self.kind, calendar)) for pause in self.pauses),
            *((gettext("延期"), one.in_words(self.kind)) for one in self.extensions),
            (result, self._end_in_words(calendar)),
        ]

    def sentence(self) -> str:
        """The story in one line: "自 2026-10-09 受理起 60 天 → 2026-12-08；延期 30 天，王海 … 批准 → 2027-01-07"."""
        first = gettext("自 %(day)s %(event)s起 %(length)s → %(due)s") % {
            "day": self.start_on,
            "event": _event(self.start_label),
            "length": length_in_words(self.length, self.kind),
            "due": self.first_due_on,
        }
        pauses = [gettext("暂停 %(times)d 次") % {"times": len(self.pauses)}] if self.pauses else []
        extensions = [gettext("延期 %(what)s") % {"what": one.in_words(self.kind)} for one in self.extensions]
        words = gettext("；").join([first, *pauses, *extensions])
        if self.due_on != self.first_due_on:
            words += f" → {self.due_on}"
        return words + (gettext("（估算）") if self.is_estimated else "")

    def _end_in_words(self, calendar: WorkCalendar) -> str:
        if self.rolls_forward and not calendar.is_workday(self._counted(calendar)):
            return gettext("%(day)s（最后一天是休息日，顺延到下一个工作日）") % {"day": self.due_on}
        return str(self.due_on)

    # --- storing -----------------------------------------------------------------------
    def to_json(self) -> dict[str, Any]:
        """For a JSONField; ``from_json`` gives the same clock back."""
        days = ("start_on", "first_due_on", "due_on")
        return {
            **vars(self),
            **{name: str(getattr(self, name)) for name in days},
            "kind": self.kind.value,
            "pauses": [one.to_json() for one in self.pauses],
            "extensions": [one.to_json() for one in self.extensions],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The clock as it was stored; raises ``TypeError`` or ``ValueError`` for anything else."""
        days = {name: date.fromisoformat(stored[name]) for name in ("start_on", "first_due_on", "due_on")}
        return cls(
            **{
                **stored,
                **days,
                "kind": DayKind(stored["kind"]),
                "pauses": tuple(map(Pause.from_json, stored["pauses"])),
                "extensions": tuple(map(Extended.from_json, stored["extensions"])),
            }
        )


def _source(words: Words) -> str:
    """The source text of a label, whatever language is spoken now: that is what is stored."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


def _shown(words: str) -> str:
    """A stored label in the reader's language."""
    return gettext(words) if words else ""


def _event(words: str) -> str:
    """What a clock started with, in the reader's language: of a button's verb the event, "acceptance" of "Accept".

    Whoever starts a clock says the event by ``pgettext_lazy("起算", …)``.
    """
    told = pgettext("起算", words) if words else ""
    return told if told != words else _shown(words)
