"""How a channel plugs into the ledger: one frozen ``Source`` each, registered when its app starts.

The core lists sources and never asks which one it is (docs/adding-a-channel.md).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from outreach.calendars.lights import DayKind
from outreach.org.models import OrgUnitQuerySet


@dataclass(frozen=True)
class RecordLink:
    """The record an item came from, as this reader may see it; ``url`` is empty when they may not open it."""

    title: str
    url: str
    summary: str = ""


@dataclass(frozen=True)
class WorkLine:
    """One thing in a channel that waits for somebody, for the home page.

    ``day_kind`` is what the days left until ``due_on`` are counted in.
    ``is_planned`` marks an appointment: until its day it is shown as what comes next, from that day on as work.
    """

    title: str
    url: str
    detail: str = ""
    verb: str | Promise = ""
    due_on: date | None = None
    day_kind: DayKind = DayKind.WORKDAY
    is_planned: bool = False


@dataclass(frozen=True)
class Visits:
    """What a channel whose people go to the units can tell of their going.

    ``last_days()`` gives per unit id the last day somebody was there.
    ``leader_times(first, last)`` gives per contact point id how often its leader of that day was there.
    ``solved_there(rights, first, last)`` counts what was solved before leaving, as far as this reader may see it, and
    ``solved_url(first, last)`` opens exactly those.
    ``held_by_month(units, first, last)`` gives per unit id and first day of a month how often somebody was there.
    ``planned_by_month(rights, units, first, last)`` the same for what is intended, as far as this reader may know.
    ``list_url(unit, first, last)`` opens the visits of a unit in these days.
    """

    last_days: Callable[[], Mapping[int, date]]
    leader_times: Callable[[date, date], Mapping[int, int]]
    solved_there: Callable[[Any, date, date], int]
    solved_url: Callable[[date, date], str]
    held_by_month: Callable[[Collection[int], date, date], Mapping[tuple[int, date], int]]
    planned_by_month: Callable[[Any, Collection[int], date, date], Mapping[tuple[int, date], int]]
    list_url: Callable[[int, date, date], str]


@dataclass(frozen=True)
class Source:
    """One channel, and what it shows in the shared rooms.

    ``record_link(issue_id, rights)`` finds the record behind an item.
    ``work_lines(rights)`` lists what waits in the channel for this person, most urgent first, at most 20.
    ``times_held(rights, first, last, units)`` tells per unit id how often the channel was held there in these days, as
    far as this reader may know of it: what is kept from somebody is not told by a count. ``units`` asks of these
    alone, None of all; see ``counted_by_unit``.
    ``visits`` is given by a channel whose people go to the units.
    ``seed`` lets the demo live through the channel's part of a day; see ``outreach.demo``.
    ``raise_url_name`` is where people on the go write something down, a place in the phone bar of those who hold
    ``raise_permission``.
    ``catch_up()`` puts in line, each minute, what a killed process left behind; it may run any number of times at
    once, and tells how much there was.
    ``is_numbered_by_lot`` is true where an item may be sealed on its way: in a sequence its number would be missing.
    ``is_channel`` is false for matters that came by none of them: they have numbers, but no room of their own.
    """

    key: str
    label: Promise
    icon: str
    number_prefix: str
    list_url_name: str
    view_permission: str
    record_link: Callable[[int, Any], RecordLink | None]
    work_lines: Callable[[Any], Sequence[WorkLine]]
    times_held: Callable[[Any, date, date, OrgUnitQuerySet | None], Mapping[int, int]]
    visits: Visits | None = None
    seed: Callable[[Any], None] | None = None
    raise_label: str | Promise = ""
    raise_url_name: str = ""
    raise_permission: str = ""
    catch_up: Callable[[], int] | None = None
    is_channel: bool = True
    is_numbered_by_lot: bool = False


class Sources:
    """The channels of this portal in the order they registered."""

    def __init__(self) -> None:
        self._by_key: dict[str, Source] = {}

    def register(self, source: Source) -> None:
        taken = {other.number_prefix for other in self if other.key != source.key}
        if source.number_prefix in taken:
            raise ValueError(f"number prefix {source.number_prefix} is taken")
        self._by_key[source.key] = source

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_key.values())

    def channels(self) -> Iterator[Source]:
        """Those with a room of their own, for navigation and charts."""
        return (source for source in self if source.is_channel)

    def get(self, key: str) -> Source:
        return self._by_key[key]

    def choices(self) -> list[tuple[str, Promise]]:
        """For ``Issue.source``; a callable, so a channel comes or goes without a migration."""
        return [(source.key, source.label) for source in self]


sources = Sources()


def counted_by_unit(rows: QuerySet[Any], units: OrgUnitQuerySet | None) -> Mapping[int, int]:
    """How many of ``rows``, which say their ``unit``, each unit has; of ``units`` alone where they are given."""
    asked = rows if units is None else rows.filter(unit__in=units.order_by().values("pk"))
    return dict(asked.order_by().values_list("unit").annotate(Count("pk")))


def source_choices() -> list[tuple[str, Promise]]:
    return sources.choices()
