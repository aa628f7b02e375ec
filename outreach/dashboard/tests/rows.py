"""Many items at once for counting: of every state, channel and unit, with dates around one day."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from outreach.ledger.models import Issue, Measure, Rating
from outreach.ledger.sources import sources
from outreach.ledger.states import ACTIVE, RUNNING, State, Topic
from outreach.org.testing import Cast

TODAY = date(2026, 11, 25)
NOW = timezone.make_aware(datetime.combine(TODAY, time(10)))
_HAVE_RESULT = (State.AWAITING_RATING, State.CLOSED)


def many(cast: Cast, count: int, *, seed: int = 1) -> list[Issue]:
    """The same items for the same seed; measures and ratings come with them."""
    rng = random.Random(seed)  # noqa: S311 - seeded chance for made-up rows
    made = Issue.objects.bulk_create(_item(cast, rng, f"{seed:02}{number:04}") for number in range(count))
    Measure.objects.bulk_create(
        Measure(
            issue=issue,
            text="更换钢丝绳",
            planned_on=TODAY + timedelta(days=rng.randint(-20, 20)),
            done_at=NOW if rng.random() < 0.5 else None,
        )
        for issue in made
        for _measure in range(rng.randint(0, 3))
    )
    Rating.objects.bulk_create(
        Rating(
            issue=issue,
            attitude=3,
            speed=3,
            result=rng.randint(1, 3),
            rated_at=NOW - timedelta(days=rng.randint(0, 90)),
        )
        for issue in made
        if issue.status == State.CLOSED
    )
    return made


def _item(cast: Cast, rng: random.Random, serial: str) -> Issue:
    source = rng.choice(list(sources))
    state = rng.choice(State.values)
    due_on = TODAY + timedelta(days=rng.randint(-60, 30))
    is_started = state in RUNNING or state in _HAVE_RESULT or state in (State.SUSPENDED, State.LONG_TERM)
    entered_at = NOW - timedelta(days=rng.randint(0, 400), hours=rng.randint(0, 23))
    return Issue(
        number=f"{source.number_prefix}-2026-{serial}",
        source=source.key,
        title=f"门机钢丝绳断丝超限 {serial}",
        description="点检时发现。",
        topic=rng.choice(Topic.values),
        unit=rng.choice([cast.east, cast.quay, cast.west, cast.safety]),
        author=rng.choice([cast.cadre, cast.outsider, None]),
        status=state,
        is_major=rng.random() < 0.1,
        is_found_on_site=rng.random() < 0.5,
        is_verified_on_site=rng.random() < 0.5,
        supervision_level=rng.choice([0, 0, 1, 2, 3]),
        lead_unit=rng.choice([cast.east, cast.quay, cast.west]) if is_started else None,
        handler=rng.choice([cast.handler, cast.outsider]) if is_started else None,
        accepting_unit=cast.safety if is_started else None,
        due_on=due_on if is_started else None,
        due_soon_on=due_on - timedelta(days=4) if is_started else None,
        entered_at=None if state in (State.DRAFT, State.PENDING) else entered_at,
        accepted_at=NOW - timedelta(days=rng.randint(0, 80)) if state in _HAVE_RESULT else None,
        closed_at=NOW - timedelta(days=rng.randint(0, 80)) if state == State.CLOSED else None,
    )


def is_active(issue: Issue) -> bool:
    return issue.status in ACTIVE


def is_late(issue: Issue) -> bool:
    return issue.status in RUNNING and issue.due_on is not None and issue.due_on < TODAY


def is_soon(issue: Issue) -> bool:
    if issue.status not in RUNNING or issue.due_on is None or issue.due_soon_on is None:
        return False
    return issue.due_soon_on <= TODAY <= issue.due_on
