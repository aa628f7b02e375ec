"""The demo's look-backs: drawn by keys of its own, done by the offices, most of them true, a few late."""

import random
from datetime import date, timedelta

from outreach.calendars.models import TimeLimit
from outreach.demo.living import story_of
from outreach.demo.world import World
from outreach.ledger import workflow
from outreach.ledger.models import DrawKey, LookBack
from outreach.ledger.states import LookBackResult, Satisfaction

_SHARE = 30
#: The last days of the demo leave what opened in them undone.
_LEFT_DAYS = 20
#: One in so many is forgotten, but for no longer than so many days: by then reminders have done their work.
_FORGOTTEN_ONE_IN, _FORGOTTEN_DAYS = 7, 30
#: Of so many one is a false closure.
_FALSE_ONE_IN = 7
_DOERS = ("ledger", "petition3", "leader4", "leader2")
_TRUE = (
    "到现场看了，整改的地方都还在用，没有反复。",
    "随机问了当班的几个人，都说解决了，没有再出现。",
    "对照销号时的照片看了一遍，和当时一样。",
)
_FALSE = (
    "照片拍的是另一处，这一处还是老样子。",
    "当时临时处理了一下，现在又和原来一样，大家说没有真修。",
)


def prepare(first: date, last: date, *, seed: int) -> None:
    """The same draw for the same seed, where a real portal makes its keys by chance; and a larger share than usual."""
    facts = {"days": _SHARE, "basis": "集团台账办 2026 年第 3 号通知：第一年抽三成"}
    TimeLimit.objects.update_or_create(key="ledger.look_back_share", defaults=facts)
    rng = random.Random(f"look back {seed}")
    month = first.replace(day=1)
    while month <= last:
        DrawKey.objects.create(month=month, key=f"{rng.getrandbits(256):064x}")
        month = (month + timedelta(days=32)).replace(day=1)


def live_a_day(world: World) -> None:
    """Somebody goes to see some of those that may be looked at by now; a few are forgotten."""
    if (world.last - world.today).days < _LEFT_DAYS:
        return
    for one in LookBack.objects.open_on(world.today).order_by("due_on", "pk").select_related("issue"):
        is_forgotten = one.issue_id % _FORGOTTEN_ONE_IN == 0 and (world.last - one.due_on).days < _FORGOTTEN_DAYS
        if not is_forgotten and world.rng.random() < 0.3:
            with world.at_work():
                _go(world, one)


def _go(world: World, one: LookBack) -> None:
    doer = next(name for name in world.rng.sample(_DOERS, len(_DOERS)) if _may(world, one, name))
    is_true = LookBack.objects.exclude(looked_at=None).count() % _FALSE_ONE_IN != _FALSE_ONE_IN - 2
    workflow.look_back(
        issue=one.issue,
        result=LookBackResult.TRUE if is_true else LookBackResult.FALSE,
        words=world.rng.choice(_TRUE if is_true else _FALSE),
        attachments=[world.picture(story_of(one.issue).place.format(n=3), is_after=is_true)],
        people_asked=world.rng.randint(2, 9),
        satisfaction=world.rng.choice((Satisfaction.SATISFIED, Satisfaction.BASICALLY))
        if is_true
        else Satisfaction.DISSATISFIED,
        rights=world.rights(doer),
    )


def _may(world: World, one: LookBack, name: str) -> bool:
    return LookBack.objects.for_other_eyes(world.rights(name)).filter(pk=one.pk).exists()
