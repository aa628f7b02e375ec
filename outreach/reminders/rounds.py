"""Reminders of a channel's own deadlines: the same rounds, bell and mail, for rows that are no ledger items.

A channel registers one ``Round`` when it starts; the core asks it what a notice says and where it leads, and what
of a mail is still true when it is sent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from outreach.calendars.lights import DayKind
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class DueLine:
    """One line of a mail: a number, a deadline and a link, and never what it is about."""

    number: str
    due_on: date
    url: str
    day_kind: DayKind = DayKind.CALENDAR


@dataclass(frozen=True)
class Round:
    """``kind`` of its notices with their words and the list they lead to; ``lines(mail)`` are still due and visible.

    ``url_of`` says where the notice of a key leads instead, for whoever may still see what is there.
    """

    kind: str
    words: Promise
    url_name: str
    lines: Callable[[Any], list[DueLine]] = lambda _mail: []
    url_of: Callable[[str, Rights], str] | None = None


class Rounds:
    """What the channels registered."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Round] = {}

    def register(self, one: Round) -> None:
        self._by_kind[one.kind] = one

    def get(self, kind: str) -> Round | None:
        return self._by_kind.get(kind)

    def __iter__(self) -> Iterator[Round]:
        return iter(self._by_kind.values())


rounds = Rounds()
