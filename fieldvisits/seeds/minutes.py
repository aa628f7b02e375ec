"""Minutes in the demo: written the day after a leader was there, sent round, now and then objected to, confirmed."""

import random
from datetime import timedelta
from typing import Any

from fieldvisits.forms.minutes import begun
from fieldvisits.models import Minutes, Visit
from fieldvisits.permissions import RECEIVE
from fieldvisits.states import MinutesState
from fieldvisits.workflow.minutes import (
    DecisionEntry,
    MinutesEntry,
    answer_objection,
    circulate_minutes,
    confirm_minutes,
    object_to_minutes,
    write_minutes,
)

_OFFICE = "ledger"
_WITH = "，设备部、安全环保部各一人，单位负责人，职工代表四人"
# What was promised beside the items: what, who.
_PROMISES = (
    ("三号机备件一周内配齐，到货前先从二号机调用", "设备主管"),
    ("夜班食堂后半夜加一个热菜，办公室每月暗访一次", "后勤主管"),
    ("去年三月说的护栏补齐最后 40 米", "安全主管"),
    ("点检表只留一份，取消两份重复的", "车间主任"),
)
_OBJECTION = "时间太紧：备件到货要三周，请改成下月底。"
_ANSWER = "现场说定的时间不改；到货前先调用二号机的备件。"


def seed_minutes(world: Any) -> None:
    """Of the day before; with a dice of its own, so that the rest of the demo stays as it was."""
    dice = random.Random(f"minutes {world.today}")  # noqa: S311 - a demo, not a secret
    _go_on(world, dice)
    visits = Visit.objects.filter(visited_on=world.today - timedelta(days=1), minutes=None).exclude(leader=None)
    for visit in visits.select_related("unit", "leader__user", "author").prefetch_related("findings__issue"):
        _write(world, visit, dice)


def _write(world: Any, visit: Visit, dice: random.Random) -> None:
    rights = world.rights(_OFFICE)
    said = begun(visit)
    minutes = write_minutes(
        visit=visit,
        entry=MinutesEntry(said["attended"] + _WITH, said["facts"] or visit.purpose, _decided(visit, dice)),
        rights=rights,
    )
    if dice.random() < 0.7:
        _circulate(world, minutes, dice)


def _circulate(world: Any, minutes: Minutes, dice: random.Random) -> None:
    """Now and then the head of the unit says that it was otherwise."""
    out, head = circulate_minutes(minutes=minutes, rights=world.rights(_OFFICE)), world.rights("head")
    if head.covers(RECEIVE, out.visit.unit.path) and dice.random() < 0.6:
        object_to_minutes(minutes=out, what=_OBJECTION, rights=head)


def _decided(visit: Visit, dice: random.Random) -> tuple[DecisionEntry, ...]:
    due = visit.visited_on + timedelta(days=dice.choice((14, 21, 30)))
    items = [one.issue for one in visit.findings.all() if one.issue is not None]
    handed_in = [DecisionEntry(item.title, visit.unit, "单位负责人", due, item) for item in items]
    what, owner = dice.choice(_PROMISES)
    return (*handed_in, DecisionEntry(what, visit.unit, owner, due))


def _go_on(world: Any, dice: random.Random) -> None:
    """Drafts are finished within a week. Those whose time for objections is over are confirmed, objections answered."""
    rights = world.rights(_OFFICE)
    week_old = Minutes.objects.filter(status=MinutesState.DRAFT, visit__visited_on__lt=world.today - timedelta(days=6))
    for draft in week_old.select_related("visit__unit").order_by("pk"):
        _circulate(world, draft, dice)
    over = Minutes.objects.filter(status=MinutesState.CIRCULATED, objections_until__lt=world.today)
    for minutes in over.select_related("visit__unit").order_by("pk"):
        for objection in minutes.objections.filter(answered_at=None).select_related("minutes__visit__unit"):
            answer_objection(objection=objection, answer=_ANSWER, is_taken_in=False, rights=rights)
        minutes.refresh_from_db()
        confirm_minutes(minutes=minutes, rights=rights)
