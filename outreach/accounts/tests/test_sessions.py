"""A session ends after half an hour without a click, after eight hours anyway, and at once with the account."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.accounts import sessions
from outreach.accounts.models import Session
from outreach.accounts.tasks import sweep_sessions
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.testing import Cast

PAGE = reverse("ledger:list")


def status_at(client: Client, moment: datetime) -> int:
    with clock.travel_to(moment):
        return client.get(PAGE).status_code


@pytest.fixture
def began(cast: Cast, client: Client) -> datetime:
    client.force_login(cast.handler)
    return clock.now()


def test_half_an_hour_without_a_click_ends_it(began: datetime, client: Client) -> None:
    assert status_at(client, began + timedelta(minutes=29)) == 200
    assert status_at(client, began + timedelta(minutes=58)) == 200
    assert status_at(client, began + timedelta(minutes=88, seconds=1)) == 302
    assert Session.objects.count() == 0


@pytest.mark.parametrize("minutes", [0, 4])
def test_half_an_hour_is_half_an_hour_however_long_the_row_stays(cast: Cast, client: Client, minutes: int) -> None:
    """Rows end by whole five minutes and are swept by night: what counts is the last click, to the second."""
    last = clock.start_of(clock.today()) + timedelta(hours=10, minutes=minutes, seconds=59)
    with clock.travel_to(last):
        client.force_login(cast.handler)
    Session.objects.update(expire_date=last + timedelta(days=1))
    assert status_at(client, last + timedelta(seconds=59)) == 200, "a click that is not written down"
    assert status_at(client, last + timedelta(minutes=30)) == 302
    assert Session.objects.count() == 0


@pytest.mark.long
@pytest.mark.embedded
def test_eight_hours_end_it_however_busy(began: datetime, client: Client) -> None:
    for step in range(1, 24):
        assert status_at(client, began + timedelta(minutes=20 * step)) == 200
    assert status_at(client, began + timedelta(hours=8, seconds=1)) == 302


def test_a_stolen_cookie_of_an_ended_session_opens_nothing(began: datetime, client: Client) -> None:
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get(PAGE).status_code == 200
    client.post(reverse("logout"))
    assert thief.get(PAGE).status_code == 302


def test_a_cookie_that_nothing_belongs_to_makes_no_session(db: None, client: Client) -> None:
    client.cookies["sessionid"] = "x" * 32
    client.get(reverse("policy:list"))
    assert Session.objects.count() == 0


def test_last_seen_is_written_once_a_minute(began: datetime, client: Client) -> None:
    def writes(moment: datetime) -> int:
        with clock.travel_to(moment), CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return sum("UPDATE" in query["sql"] for query in asked)

    assert [writes(began + timedelta(seconds=s)) for s in (10, 59, 61, 62, 119, 122)] == [0, 0, 1, 0, 0, 1]


def test_the_row_tells_whose_it_is_from_where_and_since_when(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3", headers={"user-agent": "Firefox\x07/140"})
    client.force_login(cast.handler)
    client.get(PAGE)
    kept = Session.objects.get()
    assert kept.user == cast.handler
    assert kept.began_at == kept.seen_at is not None


def test_of_a_stranger_neither_address_nor_device_is_kept(db: None, client: Client) -> None:
    client.get(reverse("petitions:new"), REMOTE_ADDR="10.1.2.3")
    client.session["draft"] = "x"
    assert not Session.objects.exclude(user=None, address=None, device="", began_at=None).exists()


def test_a_posting_that_ended_yesterday_gives_nothing_at_the_next_click(cast: Cast, client: Client) -> None:
    item = brought_to(cast, State.OPEN).get_absolute_url()
    client.force_login(cast.ledger)
    assert client.get(item).status_code == 200
    Posting.objects.filter(user=cast.ledger).update(until=clock.today() - timedelta(days=1))
    assert client.get(item).status_code == 404


def test_switching_an_account_off_ends_its_sessions_for_good(cast: Cast, began: datetime, client: Client) -> None:
    assert sessions.end_sessions(user=cast.handler, by=cast.security) == 1
    assert client.get(PAGE).status_code == 302
    kept = AuditRecord.objects.get(action="account.sessions_ended")
    assert (kept.actor, kept.detail) == (cast.security, {"number": 1})


def test_what_is_over_is_swept(cast: Cast, began: datetime) -> None:
    Session.objects.update(expire_date=began - timedelta(seconds=1))
    sweep_sessions()
    assert not Session.objects.exists()
