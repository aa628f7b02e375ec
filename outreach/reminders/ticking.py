"""One round of everything that happens by itself; any number of rounds may run at once."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from outreach.audit.anchors import note_head
from outreach.common import clock
from outreach.ledger import housekeeping
from outreach.ledger.sources import sources
from outreach.reminders.delivery import dispatch
from outreach.reminders.longterm import tell_of_reviews
from outreach.reminders.lookingback import tell_of_look_backs
from outreach.reminders.models import Heartbeat
from outreach.reminders.planning import plan

logger = logging.getLogger(__name__)
#: A loop that has not come round for so long is down.
SILENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Round:
    """What one round did: steps taken by the portal, reminders written, mails sent."""

    steps: int
    planned: int
    sent: int


def tick() -> Round:
    """Take the steps that fall due by themselves, plan, dispatch, and leave a heartbeat."""
    steps = housekeeping.run() + sum(source.catch_up() for source in sources if source.catch_up)
    tell_of_look_backs()
    tell_of_reviews()
    done = Round(steps=steps, planned=plan(), sent=dispatch())
    note_head()
    Heartbeat.objects.update_or_create(loop="tick", defaults={"beat_at": clock.now()})
    if done != Round(0, 0, 0):
        logger.info("tick: %d steps, %d reminders planned, %d mails sent", done.steps, done.planned, done.sent)
    return done


def is_ticking() -> bool:
    """Whether a round ended within the last ten minutes."""
    beat = Heartbeat.objects.filter(loop="tick").first()
    return beat is not None and clock.now() - beat.beat_at <= SILENCE
