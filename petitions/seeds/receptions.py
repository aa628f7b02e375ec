"""A year of leaders' receptions, lived through the real verbs."""

from datetime import time, timedelta
from typing import Any

from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.states import Kind, Meeting
from petitions.workflow.hearing import confirm_promise, hear, miss
from petitions.workflow.keeping import keep_promise
from petitions.workflow.receptions import RECEPTIONS, Hours, book, free_places, plan_day, refusal_to_book

#: Each receives about once in six weeks, one week after the other.
LEADERS = ("leader", "leader2", "leader3", "leader4")
_EVERY = timedelta(weeks=6)
PROMISES = (
    ("情况说清楚了，核对记录后按规定补。", "核对打卡和出车记录，差额随工资补发"),
    ("到现场看过，确实影响休息。", "本月底前修好，修好前先安排替换"),
    ("政策上能办，手续要补。", "请人力资源部当面答复并办手续"),
    ("这件事涉及两个单位，先定由谁牵头。", "三个工作日内定下牵头单位"),
)
#: Of receptions no longer ago than this, leaders have not confirmed yet what they said first.
_LEFT_OPEN_DAYS = 21
#: What was done of which promises; the others become items, or are still owed.
KEPT = {
    "核对打卡和出车记录，差额随工资补发": "差额核清，随本月工资补发",
    "三个工作日内定下牵头单位": "由设备管理部牵头，已经发了通知",
}


def live_a_day(world: Any) -> None:
    """Plan what is missing, let somebody book, and sit down with whoever comes today."""
    _plan(world)
    _book(world)
    over = ReceptionDay.objects.standing().filter(held_on__lte=world.today, slots__status=Meeting.BOOKED)
    for day in over.for_roster().order_by("pk").distinct():
        _sit(world, day)
    _keep(world)


def _plan(world: Any) -> None:
    for turn, username in enumerate(name for name in LEADERS if name in world.cast):
        cadre = Cadre.objects.get(user=world.cast[username])
        if ReceptionDay.objects.coming(world.today).filter(cadre=cadre).exists():
            continue
        last = ReceptionDay.objects.filter(cadre=cadre).order_by("planned_on").last()
        planned_on = max(last.planned_on + _EVERY, world.today) if last else world.today + timedelta(weeks=1 + turn)
        hours = Hours(planned_on, time(9), time(11), "信访接待室")
        plan_day(cadre=cadre, hours=hours, rights=world.rights("petition"))


def _book(world: Any) -> None:
    """Some whose matter has just come want to say it to a leader's face."""
    if world.rng.random() > 0.15:
        return
    petition = (
        Petition.objects.filter(kind=Kind.APPEAL, receptions=None)
        .still_open()
        .order_by("-received_at", "title", "unit", "pk")
        .first()
    )
    day = ReceptionDay.objects.coming(world.today).for_roster().first()
    if petition is not None and day is not None and not refusal_to_book(petition, day) and (free := free_places(day)):
        book(petition=petition, day=day, starts_at=free[0])


def _sit(world: Any, day: ReceptionDay) -> None:
    for turn, slot in enumerate(day.slots.filter(status=Meeting.BOOKED).in_order()):
        if world.rng.random() < 0.1:
            miss(slot=slot, rights=world.rights("petition"))
            continue
        heard, promise = world.rng.choice(PROMISES)
        until = world.today + timedelta(days=world.rng.choice([7, 10, 20]))
        kept = hear(slot=slot, heard=heard, promise=promise, promised_on=until, rights=world.rights("petition"))
        leader = Rights.of(day.receiver.user)
        is_left_open = turn == 0 and (world.last - world.today).days < _LEFT_OPEN_DAYS
        if not is_left_open and RECEPTIONS.refusal(kept, "confirm", leader) is None:
            confirm_promise(slot=kept, rights=leader)


def _keep(world: Any) -> None:
    """On the day they named, leaders who kept their word say so."""
    due = ReceptionSlot.objects.filter(promised_on=world.today, promise__in=KEPT).exclude(confirmed_at=None)
    for slot in due.select_related("received_by").in_order():
        leader = Rights.of(slot.received_by)
        if RECEPTIONS.refusal(slot, "keep", leader) is None:
            keep_promise(slot=slot, kept_how=KEPT[slot.promise], kept_on=world.today, rights=leader)
