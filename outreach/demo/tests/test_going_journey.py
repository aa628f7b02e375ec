"""The whole way of an on-site visit: plan, letter, offline log, minutes, item, acceptance on site, false closure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from fieldvisits.models import Minutes, Visit, VisitPlan
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.demo.tests import going, stories
from outreach.demo.tests.browsing import Chromium
from outreach.demo.tests.phones import FOUND, a_picture, killed_and_reopened
from outreach.documents.models import Document
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "where",
        [pytest.param("embedded", marks=pytest.mark.embedded), pytest.param("services", marks=pytest.mark.services)],
    ),
]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """So much later for everybody: the server answers in threads of its own."""

    def go(span: timedelta) -> None:
        begun, moved = timezone.now(), clock.now() + span
        monkeypatch.setattr(clock, "now", lambda: moved + (timezone.now() - begun))

    return go


def test_a_visit_from_its_plan_to_the_false_closure_that_is_taken_up_again(
    where: str,
    chromium: Chromium,
    live_server: LiveServer,
    people: Cast,
    phone: Callable[..., Any],
    picture: bytes,
    travel: Callable[[timedelta], None],
) -> None:
    """Every step at a page, as its own person; the log without a network and with the browser killed on the way."""
    site, today = live_server.url, clock.today()
    TimeLimit.objects.update_or_create(key="ledger.look_back_share", defaults={"days": 100, "basis": "-"})
    ContactPointFactory(unit=people.quay, leader=people.leader.cadre)
    chromium.run(going.plan, site, today)
    assert VisitPlan.objects.get().is_approved
    chromium.run(going.read_the_letter, site)
    phone(killed_and_reopened, [a_picture(shade) for shade in (0, 80, 160)])
    visit = Visit.objects.get()
    assert [one.what for one in visit.findings.all()] == list(FOUND)
    page = visit.get_absolute_url()
    chromium.run(going.write_minutes, site, page, today + timedelta(days=20))
    chromium.run(going.object_to_them, site, page)
    travel(timedelta(days=7))
    item = chromium.run(going.confirm_them, site, page)
    assert Minutes.objects.get().number == Document.objects.get(kind="visit.minutes").number
    chromium.run(stories.enter_and_assign, site, item)
    chromium.run(going.bring_to_its_close, site, item, picture, clock.today())
    closed = Issue.objects.get(number=item)
    assert (closed.status, closed.is_verified_on_site) == (State.CLOSED, True)
    travel(timedelta(days=60))
    chromium.run(going.look_again, site, item, picture)
    assert Issue.objects.get(number=item).status == State.IN_PROGRESS
