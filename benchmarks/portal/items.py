"""A ledger of any size, written in bulk: what the workflow would leave behind after two years."""

import functools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from benchmarks import words
from benchmarks.portal import bulk
from benchmarks.portal.enterprise import Enterprise
from outreach.accounts.models import User
from outreach.calendars.clocks import Clock
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.text import bigrams
from outreach.ledger.models import Issue, IssueEvent, IssueGram, IssueSequence, Measure
from outreach.ledger.sources import sources
from outreach.ledger.states import RUNNING, State

#: How the ledger stands, by age: what is young is on its way, what is old has mostly ended.
YOUNG = (
    (State.PENDING, 6), (State.OPEN, 6), (State.ASSIGNED, 12), (State.IN_PROGRESS, 40), (State.SUBMITTED, 6),
    (State.VERIFYING, 6), (State.AWAITING_RATING, 6), (State.SUSPENDED, 2), (State.CLOSED, 14), (State.REJECTED, 2),
)  # fmt: skip
OLD = (
    (State.CLOSED, 930),
    (State.REJECTED, 25),
    (State.MERGED, 15),
    (State.LONG_TERM, 10),
    (State.IN_PROGRESS, 15),
    (State.SUSPENDED, 5),
)
YOUNG_DAYS = 75
LENGTHS = (5, 10, 15, 20, 30, 40)
#: Only so many items bring their events and measures along; lists do not read them, and item pages read one.
WITH_HISTORY = 20
COLUMNS = (
    "id", "number", "source", "topic", "title", "description", "place", "unit_id", "author_id", "raised_on", "status",
    "version", "lead_unit_id", "handler_id", "clock", "due_on", "original_due_on", "due_soon_on", "clock_round",
    "created_at", "entered_at", "assigned_at", "signed_at", "accepted_at", "closed_at",
)  # fmt: skip
_UNASSIGNED = {State.PENDING, State.OPEN, State.REJECTED, State.MERGED}


@dataclass(frozen=True)
class Place:
    """A unit where things happen, and who serves there."""

    unit: int
    lead: int
    handler: int
    author: int


def seed(enterprise: Enterprise, rows: int, seed_number: int = 1) -> None:
    """Write ``rows`` items with their search index, the same for the same seed."""
    places = _places(enterprise)
    bulk.insert(Issue, COLUMNS, _issues(random.Random(seed_number), rows, places))
    bulk.insert(IssueGram, ("gram", "issue_id"), _grams())
    bulk.insert(IssueEvent, ("issue_id", "version", "at", "step", "before", "after"), _events())
    bulk.insert(Measure, ("issue_id", "text", "planned_on"), _measures())
    years = {
        day.year for day in (clock.today(), clock.today() - timedelta(days=730), clock.today() - timedelta(days=365))
    }
    IssueSequence.objects.bulk_create(
        [IssueSequence(prefix=source.number_prefix, year=year, last=rows) for source in sources for year in years]
    )
    bulk.analyze()


def _places(enterprise: Enterprise) -> list[Place]:
    people = dict(User.objects.values_list("username", "pk"))
    ids = {unit.pk: unit for unit in enterprise.units}
    found = []
    for unit in enterprise.units[1:]:
        lead = ids[int(unit.path.split("/")[1])]
        found.append(Place(unit.pk, lead.pk, people[f"handler-{lead.pk}"], people[f"cadre-{unit.pk}"]))
    return found


def _issues(rng: random.Random, rows: int, places: list[Place]) -> Iterator[bulk.Row]:
    today, prefixes = clock.today(), [(source.key, source.number_prefix) for source in sources]
    counting = _Counting(WorkCalendar.current())
    for pk in range(1, rows + 1):
        raised_on = words.raised_on(rng, today)
        table = YOUNG if (today - raised_on).days < YOUNG_DAYS else OLD
        state = rng.choices([one for one, _n in table], [n for _one, n in table])[0]
        place, (source, prefix) = rng.choice(places), rng.choice(prefixes)
        topic, title, description, where = words.matter(rng)
        number = f"{prefix}-{raised_on.year}-{pk:06d}"
        yield (
            pk, number, source, topic, title, description, where, place.unit, place.author, raised_on, state.value, 5,
            *_progress(state, raised_on, rng.choice(LENGTHS), place, counting),
        )  # fmt: skip


def _progress(state: State, raised_on: date, length: int, place: Place, counting: "_Counting") -> tuple[Any, ...]:
    """From the lead unit on: what assignment and the steps after it leave behind."""
    made = _at(raised_on, 9)
    if state in _UNASSIGNED:
        entered = None if state == State.PENDING else _at(raised_on, 15)
        return (None, None, None, None, None, None, 0, made, entered, None, None, None, None)
    due_on, soon_on, told = counting.clock(raised_on, length)
    ended = _at(due_on - timedelta(days=2), 16) if state in {State.AWAITING_RATING, State.CLOSED} else None
    closed = ended + timedelta(days=5) if ended and state == State.CLOSED else None
    signed = None if state == State.ASSIGNED else _at(raised_on, 17)
    return (
        place.lead, place.handler, told, due_on, due_on, soon_on, 1, made, _at(raised_on, 10), _at(raised_on, 11),
        signed, ended, closed,
    )  # fmt: skip


class _Counting:
    """Real clocks, each combination of start and length counted once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.clock = functools.cache(self._clock)

    def _clock(self, start_on: date, length: int) -> tuple[date, date, str]:
        held = Clock.workdays(_("整改期限"), start_on, length, start_label=_("交办"), calendar=self.calendar)
        return held.due_on, held.due_soon_on(self.calendar), json.dumps(held.to_json())


def _at(day: date, hour: int) -> datetime:
    """That hour of a day by the clock of the database (UTC), written alike on every database."""
    return datetime.combine(day, time(hour))


def _grams() -> Iterator[bulk.Row]:
    said = Issue.objects.order_by("pk").values_list("pk", "title", "place", "description")
    for pk, title, place, description in said.iterator(chunk_size=5000):
        for gram in sorted(bigrams(f"{title}\n{place}\n{description}")):
            yield gram, pk


def _events() -> Iterator[bulk.Row]:
    road = (("hand_in", "draft", "pending"), ("enter", "pending", "open"), ("assign", "open", "assigned"),
            ("sign_for", "assigned", "in_progress"), ("report_progress", "in_progress", "in_progress"))  # fmt: skip
    told = Issue.objects.filter(pk__lte=_bringing_history()).order_by("pk").values_list("pk", "raised_on")
    for pk, raised_on in told.iterator(chunk_size=5000):
        for version, (step, before, after) in enumerate(road, 1):
            yield pk, version, _at(raised_on, 8 + version), step, before, after


def _measures() -> Iterator[bulk.Row]:
    running = Issue.objects.filter(pk__lte=_bringing_history(), status__in=RUNNING).order_by("pk")
    for pk, due_on in running.values_list("pk", "due_on").iterator(chunk_size=5000):
        for number in (1, 2):
            yield pk, f"第 {number} 步：查明原因、落实责任人", due_on


def _bringing_history() -> int:
    return Issue.objects.count() // WITH_HISTORY
