"""Whoever reads the table of sessions can neither take one over nor see what it remembers."""

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends.base import UpdateError
from django.core.management.utils import get_random_secret_key
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from outreach.accounts import sessions
from outreach.accounts.models import Session
from outreach.accounts.sessions import SessionStore
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PAGE = reverse("ledger:list")
SAID = "zq91只有会话知道"


def kept(**things: object) -> SessionStore:
    store = SessionStore()
    store.update({"said": SAID, **things})
    store.save()
    return store


def cells() -> str:
    return str(list(Session.objects.values_list("session_key", "session_data")))


def test_neither_the_key_nor_the_content_stands_in_the_row() -> None:
    store = kept()
    assert SessionStore(store.session_key)["said"] == SAID
    for part in (str(store.session_key), SAID, SAID.encode("unicode_escape").decode(), "said"):
        assert part not in cells()


def test_the_name_of_a_row_opens_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.handler)
    reader = Client()
    reader.cookies[configured.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    assert reader.get(PAGE).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_what_is_moved_to_another_row_does_not_open(cast: Cast, client: Client) -> None:
    """Whoever may write the table puts the data of somebody signed in under a key of their own."""
    client.force_login(cast.handler)
    mine = kept()
    theirs = Session.objects.get(user=cast.handler)
    Session.objects.filter(user=None).update(session_data=theirs.session_data, user=theirs.user)
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = str(mine.session_key)
    assert thief.get(PAGE).status_code == 302


@pytest.mark.parametrize("damaged", ["", "x", "eyJhIjoxfQ:1u:abc", "AAAA" * 20, "不是"])
def test_what_does_not_open_is_an_empty_new_session(cast: Cast, client: Client, damaged: str) -> None:
    client.force_login(cast.handler)
    before = client.cookies[configured.SESSION_COOKIE_NAME].value
    Session.objects.update(session_data=damaged)
    assert client.get(PAGE).status_code == 302
    assert not SessionStore(before).keys()
    assert not Session.objects.exists()


def test_another_secret_key_signs_everybody_out_politely(cast: Cast, client: Client, settings: Settings) -> None:
    client.force_login(cast.handler)
    settings.SECRET_KEY = get_random_secret_key()
    assert client.get(PAGE).status_code == 302


def test_changing_the_secret_key_signs_nobody_out_while_the_old_one_is_listed(
    cast: Cast, client: Client, settings: Settings
) -> None:
    client.force_login(cast.handler)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = get_random_secret_key()
    store = SessionStore(client.cookies[configured.SESSION_COOKIE_NAME].value)
    store["said"] = SAID
    store.save()
    assert SessionStore(store.session_key)["said"] == SAID
    assert Session.objects.count() == 1
    assert client.get(PAGE).status_code == 200
    here = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert sessions.end_sessions(user=cast.handler, by=cast.handler, keep=here) == 0
    assert Session.objects.count() == 1


def test_a_new_key_takes_everything_along_and_the_old_one_opens_nothing() -> None:
    store = kept()
    before = store.session_key
    store.cycle_key()
    assert not SessionStore(before).keys()
    assert SessionStore(store.session_key)["said"] == SAID
    assert Session.objects.count() == 1


def test_a_session_that_was_ended_meanwhile_is_not_brought_back(cast: Cast, client: Client) -> None:
    store = kept()
    Session.objects.all().delete()
    store["said"] = "more"
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()
