"""A year of the fictional enterprise, lived through the real workflow."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import connection

from outreach.common import clock
from outreach.contactpoints.seed import live_a_day as live_at_points
from outreach.contactpoints.seed import seed as choose_contact_points
from outreach.demo import living, lookingback
from outreach.demo.enterprise import build
from outreach.demo.world import World, workdays_until
from outreach.ledger import housekeeping, workflow
from outreach.ledger.intake import note_issue, open_issue
from outreach.ledger.models import Issue
from outreach.ledger.sources import sources
from outreach.ledger.states import State
from outreach.reminders.models import Notice
from outreach.reminders.planning import plan

HISTORY = timedelta(days=365)
#: How often a channel's day comes up when more items are wanted; the rest is written straight into the ledger.
_TRIES = 40


def seed(*, issues: int, seed: int, report: Callable[[str], None]) -> int:
    """Live a year that ends today and leaves about ``issues`` items; returns how many there are."""
    _write_fast()
    today = clock.today()
    first = today - HISTORY
    with clock.travel_to(clock.start_of(first)):
        units, cast = build(first - timedelta(days=400))
    lookingback.prepare(first, today, seed=seed)
    world = World(random.Random(seed), first, units, cast, last=today)
    with world.at_work():
        choose_contact_points(world)
    days = workdays_until(today, first)
    for number, day in enumerate(days, start=1):
        world.today = day
        _raise_matters(world, wanted=round(issues * _growth(number / len(days))))
        living.live_a_day(world)
        lookingback.live_a_day(world)
        with world.at_work():
            live_at_points(world)
            housekeeping.run()
        if number % 50 == 0:
            report(f"{day}: {Issue.objects.count()} items")
    world.today = today
    _leave_every_state(world)
    plan()
    _read_old_notices()
    return Issue.objects.count()


def _read_old_notices() -> None:
    """People do look behind the bell: only the last days are unread."""
    old = Notice.objects.unread().filter(created_at__lt=clock.now() - timedelta(days=4))
    old.update(read_at=clock.now())


def _growth(share: float) -> float:
    """How much of the ledger exists after this share of the year: people use it more once it works."""
    return 0.6 * share + 0.4 * share**6


def _write_fast() -> None:
    """A demo that a power cut spoils is loaded again: SQLite need not wait for the disk at every step."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def _raise_matters(world: World, *, wanted: int) -> None:
    """Each channel has its day, then more of them until the ledger has grown to ``wanted``."""
    channels = [source for source in sources.channels() if source.seed]
    world.rng.shuffle(channels)
    for number in range(_TRIES):
        if number >= len(channels) and Issue.objects.count() >= wanted:
            return
        source = channels[number] if number < len(channels) else world.rng.choice(channels)
        if source.seed and Issue.objects.count() < wanted + 1:
            with world.at_work():
                source.seed(world)
    while Issue.objects.count() < wanted:
        with world.at_work():
            open_issue(finding=world.pick_finding(), rights=world.rights("ledger"))


def _leave_every_state(world: World) -> None:
    """The demo shows each state at least once, reached by the same verbs."""
    held = set(Issue.objects.values_list("status", flat=True))
    with world.at_work():
        if State.DRAFT not in held:
            cadre = world.rights("cadre")
            note_issue(finding=replace(world.pick_finding(), unit=cadre.units[0]), rights=cadre)
        for state, act in _LAST_STEPS.items():
            if state not in held:
                act(world)


def _fresh(world: World) -> Issue:
    return open_issue(finding=world.pick_finding(), rights=world.rights("ledger"))


def _in_progress() -> Issue:
    found = Issue.objects.filter(status=State.IN_PROGRESS).order_by("pk").first()
    if found is None:
        raise LookupError("the demo is too small to show every state")
    return found


def _assigned(world: World) -> Issue:
    issue = workflow.enter(issue=_fresh(world), rights=world.rights("ledger"))
    if issue.is_major:
        workflow.approve_major(issue=issue, rights=world.rights("leader"))
    unit, _head, handler = living.lead_of(world, issue.unit)
    given = workflow.Assignment(unit, world.cast[handler], world.units["安全环保部"], 10)
    return workflow.assign(issue=issue, assignment=given, rights=world.rights("ledger"))


def _return(world: World) -> None:
    issue = _assigned(world)
    handler = living.lead_of(world, issue.unit)[2]
    workflow.request_return(issue=issue, reason="现场不归我单位管理，请转交。", rights=world.rights(handler))


def _suspend(world: World) -> None:
    wake_on = clock.today() + timedelta(days=40)
    workflow.suspend(issue=_in_progress(), reason="等厂家排期", wake_on=wake_on, rights=world.rights("leader"))


def _keep(world: World) -> None:
    review_on = clock.today() + timedelta(days=80)
    leader = world.rights("leader")
    workflow.keep_long_term(issue=_in_progress(), reason="列入三年改造", review_on=review_on, rights=leader)


def _merge(world: World) -> None:
    workflow.merge(issue=_fresh(world), into=_in_progress(), note="同一件事", rights=world.rights("ledger"))


_LAST_STEPS: dict[str, Callable[[World], object]] = {
    State.PENDING: _fresh,
    State.OPEN: lambda world: workflow.enter(issue=_fresh(world), rights=world.rights("ledger")),
    State.ASSIGNED: _assigned,
    State.RETURN_REQUESTED: _return,
    State.SUSPENDED: _suspend,
    State.LONG_TERM: _keep,
    State.MERGED: _merge,
    State.REJECTED: lambda world: workflow.reject(
        issue=_fresh(world), reason="上月已处理完毕", rights=world.rights("ledger")
    ),
}
