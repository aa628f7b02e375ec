"""Whoever may look back is told when it opens and when it is late: once, and nobody who had a hand in it."""

from datetime import timedelta

import pytest

from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.lookingback import tell_of_look_backs
from outreach.reminders.models import Notice


@pytest.fixture
def drawn(cast: Cast) -> Issue:
    TimeLimit.objects.update_or_create(key="ledger.look_back_share", defaults={"days": 100, "basis": "-"})
    return brought_to(cast, State.CLOSED)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_nobody_is_told_before_it_opens(drawn: Issue) -> None:
    assert (tell_of_look_backs(), told("look_back")) == (0, set())


def test_those_who_may_look_back_are_told_once(cast: Cast, drawn: Issue) -> None:
    Posting.objects.create(user=cast.acceptor, unit=cast.group, role=Role.PETITION_OFFICER, since=clock.today())
    with clock.travel_to(clock.now() + timedelta(days=31)):
        assert [tell_of_look_backs(), tell_of_look_backs()] == [1, 0]
    assert told("look_back") == {"ledger", "petition", "leader"}
    with clock.travel_to(clock.now() + timedelta(days=60)):
        assert [tell_of_look_backs(), tell_of_look_backs()] == [1, 0]
    assert told("look_back_late") == {"ledger", "petition", "leader"}


def test_sealed_ones_are_told_to_inspectors_alone(drawn: Issue) -> None:
    workflow.seal(issue=drawn, exclusions=[])
    with clock.travel_to(clock.now() + timedelta(days=31)):
        tell_of_look_backs()
    assert told("look_back") == {"discipline"}


def test_one_that_was_taken_up_again_is_not_told_of(cast: Cast, drawn: Issue) -> None:
    workflow.reopen(issue=drawn, reason="又漏了", rights=cast.rights("ledger"))
    with clock.travel_to(clock.now() + timedelta(days=31)):
        assert tell_of_look_backs() == 0
