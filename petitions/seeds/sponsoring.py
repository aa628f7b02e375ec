"""Hard cases that leaders of the demo take on; through the real verbs."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from outreach.common import clock
from outreach.org.models import Cadre
from petitions.models import Petition, SponsoredCase
from petitions.states import Hardness, Kind, Sponsoring, State
from petitions.workflow.sponsoring import Plan, add_step, finish_step, resolve, take_on, write_note

#: At most so many at once: an office with more has none that a leader really answers for.
_AT_ONCE = 4
_OLD_AFTER = timedelta(days=40)
LEADERS = ("leader", "leader2", "leader3")
STEPS = (
    ("当面听信访人说清诉求，逐条记下来", "信访专员", 7),
    ("查原始记录，写明事实和依据", "人力资源部、所在单位", 20),
    ("拿出解决办法，征求信访人意见", "包案领导", 35),
)
NOTES = (
    "和信访人谈了两次，主要诉求核清了，剩下一项涉及两个单位的分工，下周开会定。",
    "原始记录已经查完，少算的部分确认无误，按程序报批。",
    "处理办法当面讲了，信访人基本同意，等资金到位后兑现。",
)


def live_a_day(world: Any) -> None:
    """What is running goes on; an old case that nobody took on may find a leader."""
    for case in SponsoredCase.objects.running().with_people().order_by("started_on", "petition__number"):
        _go_on(world, case)
    if world.rng.random() < 0.08 and SponsoredCase.objects.running().count() < _AT_ONCE:
        _take_on(world)


def _take_on(world: Any) -> None:
    rights, old = world.rights("petition"), clock.start_of(world.today) - _OLD_AFTER
    hard = Petition.objects.filter(kind=Kind.APPEAL, is_sealed=False, sponsorings=None, received_at__lt=old)
    petition = hard.filter(status=State.INVESTIGATING).order_by(F("received_at").asc(), "number").first()
    names = [name for name in LEADERS if name in world.cast]
    if petition is None or not names:
        return
    sponsor = Cadre.objects.get(user=world.cast[world.rng.choice(names)])
    if sponsor.user_id in petition.accused.all().people():
        return
    ground = Hardness.GROUP if petition.people_count > 1 else Hardness.OLD
    plan = Plan(
        ground,
        "症结是记录和实际对不上，又牵涉两个单位。先把事实查清，再定由谁出钱、谁改制度，最后当面答复。",
        world.today + timedelta(days=60),
        "信访办、人力资源部、所在单位",
    )
    case = take_on(petition=petition, sponsor=sponsor, plan=plan, rights=rights)
    for what, who, days in STEPS:
        add_step(case=case, what=what, who=who, due_on=world.today + timedelta(days=days), rights=rights)


def _go_on(world: Any, case: SponsoredCase) -> None:
    rights = world.rights(case.sponsor.user.username)
    step = case.next_step
    if step is not None and step.due_on <= world.today + timedelta(days=2) and world.rng.random() < 0.4:
        finish_step(case=case, step=step.pk, rights=rights)
    elif case.note_due_on <= world.today + timedelta(days=3) and world.rng.random() < 0.5:
        write_note(case=case, text=world.rng.choice(NOTES), rights=rights)
    elif step is None and case.status == Sponsoring.RUNNING and world.rng.random() < 0.2:
        resolve(case=case, resolution="差额已补发，制度已改，当面答复过信访人。", is_agreed=True, rights=rights)
