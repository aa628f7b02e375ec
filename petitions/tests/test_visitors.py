"""A visitor and whoever signs in at the same browser are two people, in the database and at the computer."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from outreach.accounts.models import Session
from outreach.common import clock
from outreach.door.testing import remember, visitor_in
from outreach.org.testing import Cast
from petitions import drafts

pytestmark = pytest.mark.django_db
FORM, TRACK = "/petitions/new/", "/petitions/track/"
LOGIN, LOGOUT = reverse("login"), reverse("logout")
PASSWORD = "Quay-9-night-shift"


@pytest.fixture
def begun(cast: Cast, client: Client) -> Client:
    """Somebody has begun a form."""
    assert client.post(FORM, {"kind": "accusation"}).status_code == 302
    return client


def kind_shown(client: Client) -> Any:
    return client.get(FORM).context["form"]["kind"].value()


def sign_in(cast: Cast, client: Client) -> None:
    cast.handler.set_password(PASSWORD)
    cast.handler.save()
    assert client.post(LOGIN, {"username": "handler", "password": PASSWORD}).status_code == 302


def test_looking_at_a_form_leaves_no_row_and_no_cookie(cast: Cast, client: Client) -> None:
    client.get(FORM)
    client.get(TRACK)
    assert configured.VISITOR_COOKIE_NAME not in client.cookies
    assert not Session.objects.exists()


def test_the_row_of_somebody_signed_in_holds_nothing_of_the_visitor(cast: Cast, client: Client) -> None:
    client.force_login(cast.handler)
    client.post(FORM, {"kind": "accusation"})
    client.post(TRACK, {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert not [name for name in client.session.keys() if name.startswith(("petition", "door"))]  # noqa: SIM118 - a session is no dict
    visitor = visitor_in(client)
    assert {"petition_form", "door_misses"} <= set(visitor.keys())
    assert set(Session.objects.values_list("user", flat=True)) == {None, cast.handler.pk}
    assert Session.objects.filter(user=None, address=None, began_at=None, seen_at=None).count() == 1


def test_who_signs_in_finds_nothing_of_whoever_was_here(cast: Cast, begun: Client) -> None:
    assert kind_shown(begun) == "accusation"
    copied = begun.cookies[configured.VISITOR_COOKIE_NAME].value
    sign_in(cast, begun)
    assert kind_shown(begun) is None
    before = Client()
    before.cookies[configured.VISITOR_COOKIE_NAME] = copied
    assert kind_shown(before) is None
    assert Session.objects.exclude(user=cast.handler).count() == 0


def test_who_signs_out_leaves_nothing_behind(cast: Cast, client: Client) -> None:
    sign_in(cast, client)
    client.post(FORM, {"kind": "accusation"})
    client.post(LOGOUT)
    assert kind_shown(client) is None
    assert not Session.objects.exists()


def test_a_session_that_is_too_old_takes_the_visit_along(cast: Cast, client: Client) -> None:
    sign_in(cast, client)
    began = clock.now()
    client.post(FORM, {"kind": "accusation"})
    for step in range(1, 24):
        with clock.travel_to(began + timedelta(minutes=20 * step)):
            assert kind_shown(client) == "accusation"
    with clock.travel_to(began + timedelta(hours=8, seconds=1)):
        assert kind_shown(client) is None


def test_no_time_in_the_rows_tells_that_two_of_them_belong_together(cast: Cast, client: Client) -> None:
    """One request writes both: a minute in which others are here too, never the same millisecond."""
    client.force_login(cast.handler)
    with clock.travel_to(clock.now() + timedelta(minutes=2)):
        client.post(FORM, {"kind": "accusation"})
    times = [moment for row in Session.objects.values_list("expire_date", "seen_at", "began_at") for moment in row]
    assert len(times) == 6
    assert {(moment.second, moment.microsecond) for moment in times if moment} == {(0, 0)}
    assert {moment.minute % 5 for moment in Session.objects.values_list("expire_date", flat=True)} == {0}


def test_a_visit_lasts_half_an_hour_from_the_last_page(begun: Client) -> None:
    began = clock.now()
    for minutes, shown in [(29, "accusation"), (58, "accusation"), (94, None)]:
        with clock.travel_to(began + timedelta(minutes=minutes)):
            assert kind_shown(begun) == shown


def test_the_cookie_goes_with_the_browser_and_is_out_of_reach(begun: Client, settings: Settings) -> None:
    cookie = begun.cookies[configured.VISITOR_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert not cookie["max-age"]
    assert not cookie["expires"]
    settings.SESSION_COOKIE_SECURE = True
    other = Client()
    other.post(FORM, {"kind": "appeal"}, secure=True)
    assert other.cookies[configured.VISITOR_COOKIE_NAME]["secure"]


@pytest.mark.parametrize("cookie", ["", "x", "x" * 32, "\xe4\xb8", "a" * 5000])
def test_a_cookie_that_nothing_belongs_to_is_taken_by_nobody(cast: Cast, client: Client, cookie: str) -> None:
    client.cookies[configured.VISITOR_COOKIE_NAME] = cookie
    assert client.post(FORM, {"kind": "appeal"}).status_code == 302
    assert client.cookies[configured.VISITOR_COOKIE_NAME].value != cookie
    assert kind_shown(client) == "appeal"


def test_a_new_form_gets_a_new_cookie(cast: Cast, client: Client) -> None:
    """Whoever prepared the browser before has a cookie that leads nowhere."""
    remember(client, door_misses=1)
    planted = client.cookies[configured.VISITOR_COOKIE_NAME].value
    client.post(FORM, {"kind": "accusation"})
    earlier = Client()
    earlier.cookies[configured.VISITOR_COOKIE_NAME] = planted
    assert kind_shown(earlier) is None
    assert kind_shown(client) == "accusation"


def test_what_was_forgotten_meanwhile_is_not_brought_back(begun: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is on its way while the visitor leaves in another tab."""
    keep = drafts.keep_answers

    def keep_while_leaving(*args: Any) -> Any:
        Session.objects.all().delete()
        return keep(*args)

    monkeypatch.setattr(drafts, "keep_answers", keep_while_leaving)
    with clock.travel_to(clock.now() + timedelta(minutes=2)):
        assert begun.post("/petitions/new/contact/", {"naming": "anonymous"}).status_code == 302
    assert not Session.objects.exists()
