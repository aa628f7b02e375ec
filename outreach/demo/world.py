"""The world that the demo lives in: one day after another, everybody at their post, the same for the same seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.demo.pictures import draw
from outreach.demo.stories import STORIES, Story
from outreach.ledger.intake import Finding
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class World:
    """What channels get to live a day with (``Source.seed``)."""

    rng: random.Random
    today: date
    units: dict[str, OrgUnit]
    cast: dict[str, User]
    last: date = date.max
    #: Stories that channels have begun: until when each rests, and how it goes on.
    plans: dict[Any, Any] = field(default_factory=dict)
    #: Keys of rows that such a story moves, and nobody else.
    aside: set[Any] = field(default_factory=set)
    _rights: dict[str, Rights] = field(default_factory=dict)

    def rights(self, username: str) -> Rights:
        """What this person may do; postings do not change while the demo is made."""
        if username not in self._rights:
            self._rights[username] = Rights.of(self.cast[username])
        return self._rights[username]

    def pick_story(self, topic: str | None = None) -> Story:
        return self.rng.choice([story for story in STORIES if topic is None or story.topic == topic])

    def pick_branch(self, below: OrgUnit | None = None) -> OrgUnit:
        """A workshop, anywhere or under a unit."""
        branches = [unit for unit in self.units.values() if unit.path.count("/") == 3]
        return self.rng.choice([unit for unit in branches if below is None or unit.path.startswith(below.path)])

    def pick_finding(self, topic: str | None = None, *, source: str = "other") -> Finding:
        """A matter in a workshop, with words of its own; ``source`` is the channel's key."""
        story = self.pick_story(topic)
        number = self.rng.randint(1, 9)
        return Finding(
            source=source,
            title=story.title.format(n=number),
            description=story.description,
            unit=self.pick_branch(),
            place=story.place.format(n=number),
            topic=story.topic,
            raised_on=self.today,
            is_major=story.is_major and self.rng.random() < 0.4,
            is_urgent=self.rng.random() < 0.1,
            is_legacy=self.rng.random() < 0.06,
        )

    def picture(self, words: str, *, is_after: bool = False) -> Attachment:
        """A drawn photo of a place, before or after."""
        return draw(words, seed=self.rng.getrandbits(32), is_after=is_after)

    def moment(self) -> datetime:
        """A time in working hours of the current day."""
        return datetime(self.today.year, self.today.month, self.today.day, 8, tzinfo=SHANGHAI) + timedelta(
            minutes=self.rng.randint(0, 9 * 60)
        )

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Inside the block it is some moment of the current day, and never later than now."""
        with clock.travel_to(min(self.moment(), _started_at)):
            yield


_started_at = clock.now()


def workdays_until(last: date, first: date) -> list[date]:
    """The workdays from ``first`` to ``last``, both included."""
    calendar = WorkCalendar.current()
    span = (last - first).days
    return [day for n in range(span + 1) if calendar.is_workday(day := first + timedelta(days=n))]
