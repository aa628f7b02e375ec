"""The whole loop of the portal in a real browser, with the real worker, scheduler and mail server beside it."""

import datetime as dt

import pytest
from pytest_django.live_server_helper import LiveServer

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.demo.tests import stories
from outreach.demo.tests.browsing import Chromium
from outreach.demo.tests.conftest import Background
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "where",
        [
            pytest.param("embedded", marks=pytest.mark.embedded),
            pytest.param("services", marks=[pytest.mark.services, pytest.mark.long]),
        ],
    ),
]


def test_a_worker_and_a_cadre_are_heard_on_their_phones(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast, picture: bytes
) -> None:
    site = live_server.url
    code, number = chromium.run(stories.raise_a_matter, site, picture)
    petition = Petition.objects.get(number=number)
    assert (petition.title, petition.unit, petition.files.count()) == (stories.TITLE, people.quay, 1)
    chromium.run(stories.follow_by_code, site, code, stories.TITLE)
    chromium.run(stories.log_a_visit, site, picture)
    item = Issue.objects.get(source="fieldvisit")
    assert (item.status, item.unit, item.author) == (State.PENDING, people.quay, people.cadre)


@pytest.mark.long
def test_a_matter_goes_all_the_way(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast, background: Background, picture: bytes
) -> None:
    """Raised, handed over, assigned, reminded, worked on, extended, accepted, rated, closed, reviewed."""
    site = live_server.url
    code, number = chromium.run(stories.raise_a_matter, site, picture)
    item = chromium.run(stories.hand_a_petition_over, site, number)
    chromium.run(stories.enter_and_assign, site, item)
    background.wait_for_mail("handler@port.example", item)
    chromium.run(stories.read_the_notices, site, "handler", item)
    chromium.run(stories.work_on, site, item)
    chromium.run(stories.finish, site, item, picture)
    background.wait(lambda: Petition.objects.get(number=number).result_at is not None)
    chromium.run(stories.write_the_opinion, site, number)
    chromium.run(stories.rate, site, code)
    chromium.run(stories.as_somebody, site, "ledger", item, ("close", {}))
    assert Issue.objects.get(number=item).status == State.CLOSED
    other = brought_to(people, State.OPEN, "宿舍三楼漏雨")
    chromium.run(stories.review_in_the_admin, site, taken=other.number, refused=item)
    other.refresh_from_db()
    assert (other.status, Issue.objects.get(number=item).status) == (State.ASSIGNED, State.CLOSED)
    chromium.run(stories.look_as_a_leader, site)


@pytest.mark.long
def test_nobody_looks_behind_the_mask_alone_or_for_long(
    where: str, chromium: Chromium, live_server: LiveServer, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked, agreed to by a second person, seen, over after a quarter of an hour; the log tells all of it."""
    site, number = live_server.url, make_petition(people.quay).number
    chromium.run(stories.ask_to_see_who_it_is, site, number)
    chromium.run(stories.agree_to_it, site, number)
    chromium.run(stories.look_at_who_it_is, site, number, is_over=False)
    later = clock.now() + dt.timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)  # the server answers in threads of its own
    chromium.run(stories.look_at_who_it_is, site, number, is_over=True)
    acts = AuditRecord.objects.filter(action__startswith="identity.").order_by("pk")
    assert [(act.action, act.actor) for act in acts] == [
        ("identity.reveal_asked", people.petition),
        ("identity.reveal_granted", people.leader),
        ("identity.revealed", people.petition),
    ]
