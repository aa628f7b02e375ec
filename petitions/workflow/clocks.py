"""Starting and stopping the statutory clocks of a petition."""

from django.utils.translation import gettext_noop

from outreach.calendars.clocks import Clock
from outreach.calendars.limits import limits
from outreach.common import clock
from petitions.limits import CONCLUDE, NOTICE
from petitions.models import Petition
from petitions.states import Kind

# Clocks keep message ids and show them in the reader's language.
NOTICE_RULE = gettext_noop("书面告知")
CONCLUDE_RULE = gettext_noop("办结")
RECEIVED = gettext_noop("收到")
ACCEPTED = gettext_noop("受理")


def start_notice_clock(petition: Petition) -> None:
    """Art. 23: told within 15 days of receipt; an anonymous petitioner reads it on the query page."""
    received_on = clock.day_of(petition.received_at)
    running = Clock.days(NOTICE_RULE, received_on, limits.length(NOTICE), start_label=RECEIVED)
    petition.notice_clock = running.to_json()
    petition.due_on = running.due_on


def notify(petition: Petition) -> None:
    """The petitioner has been told what happens next: the notice clock has done its work."""
    petition.notified_at = petition.notified_at or clock.now()
    petition.due_on = None


def start_conclude_clock(petition: Petition) -> None:
    """Art. 34: appeals end within 60 days of acceptance; suggestions have no such clock."""
    petition.accepted_at = clock.now()
    if petition.kind == Kind.APPEAL:
        running = Clock.days(CONCLUDE_RULE, clock.today(), limits.length(CONCLUDE), start_label=ACCEPTED)
        petition.conclude_clock = running.to_json()
        petition.due_on = running.due_on


def stop_clocks(petition: Petition) -> None:
    """The answer is there."""
    notify(petition)
    petition.delivered_at = clock.now()


def go_on(petition: Petition) -> None:
    """Taken up again: the statutory date does not move."""
    petition.delivered_at = None
    if petition.conclude_clock:
        petition.due_on = Clock.from_json(petition.conclude_clock).due_on
