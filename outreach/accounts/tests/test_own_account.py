"""One's own password, the password somebody else set, and where one is signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import Session, User
from outreach.audit.models import AuditRecord
from outreach.org.testing import Cast

LOGIN, CHANGE, OWN = reverse("login"), reverse("password_change"), reverse("own_sessions")
PAGE = reverse("ledger:list")
PASSWORD, NEW = "Quay-9-night-shift", "Crane-7-early-shift"


@pytest.fixture
def handler(cast: Cast) -> User:
    cast.handler.set_password(PASSWORD)
    cast.handler.save()
    return cast.handler


def signed_in(name: str = "handler", password: str = PASSWORD, **headers: str) -> Client:
    client = Client(headers=headers)
    assert client.post(LOGIN, {"username": name, "password": password}).status_code == 302
    return client


def change(client: Client, new: str = NEW, old: str = PASSWORD) -> int:
    return client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new}).status_code


def test_changing_the_password_ends_every_other_session(handler: User) -> None:
    here, elsewhere = signed_in(), signed_in()
    assert change(here) == 302
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302
    assert Session.objects.filter(user=handler).count() == 1
    assert AuditRecord.objects.filter(action="account.password_changed", actor=handler).count() == 1


@pytest.mark.parametrize("new", [PASSWORD, "Aa-7x", "all-small-words", "Handler-7-shift"])
def test_a_bad_new_password_is_refused(handler: User, new: str) -> None:
    assert change(signed_in(), new=new) == 200


def test_guessing_the_old_password_in_an_open_session_locks_the_account(handler: User) -> None:
    client = signed_in()
    assert [change(client, old=f"guess-{n}") for n in range(5)] == [200, 200, 200, 200, 429]
    assert change(client) == 429
    handler.refresh_from_db()
    assert handler.check_password(PASSWORD)


def test_a_password_that_somebody_else_set_opens_one_page_only(handler: User, cast: Cast) -> None:
    before = signed_in()
    security = Client()
    security.force_login(cast.security)
    url = reverse("admin:auth_user_password_change", args=[handler.pk])
    sent = {"password1": "Neu!Wort-27", "password2": "Neu!Wort-27", "usable_password": "true"}
    assert security.post(url, sent).status_code == 302
    assert before.get(PAGE).status_code == 302
    client = signed_in(password="Neu!Wort-27")
    assert client.get(PAGE)["Location"].startswith(LOGIN)
    assert client.get(f"{LOGIN}?next={PAGE}")["Location"] == f"{CHANGE}?next={PAGE}"
    assert "别人给您设的" in client.get(CHANGE).content.decode()
    assert client.get(OWN).status_code == 302
    assert change(client, old="Neu!Wort-27") == 302
    assert client.get(PAGE).status_code == 200


def test_a_new_account_must_change_its_first_password(cast: Cast, client: Client) -> None:
    client.force_login(cast.security)
    sent = {
        "username": "newcomer",
        "full_name": "新来的",
        "password1": NEW,
        "password2": NEW,
        "usable_password": "true",
    }
    assert client.post(reverse("admin:accounts_user_add"), sent).status_code == 302
    assert User.objects.get(username="newcomer").must_change_password


def test_the_page_shows_where_one_is_signed_in_and_ends_one(handler: User) -> None:
    phone = signed_in(**{"user-agent": "Phone<b>"})
    desk, other = signed_in(**{"user-agent": "Desk"}), signed_in(**{"user-agent": "Library"})
    page = desk.get(OWN).content.decode()
    assert "Phone&lt;b&gt;" in page
    assert "Library" in page
    keys = list(Session.objects.values_list("session_key", flat=True))
    assert not [key for key in keys if key in page]
    phones = Session.objects.get(device="Phone<b>")
    assert desk.post(OWN, {"end": phones.name}).status_code == 302
    assert [client.get(PAGE).status_code for client in (phone, desk, other)] == [302, 200, 200]
    desk.post(OWN)
    assert [client.get(PAGE).status_code for client in (desk, other)] == [200, 302]


def test_nobody_sees_or_ends_the_session_of_somebody_else(handler: User, cast: Cast) -> None:
    mine = signed_in(**{"user-agent": "Mine"})
    stranger = Client()
    stranger.force_login(cast.outsider)
    assert "Mine" not in stranger.get(OWN).content.decode()
    stranger.post(OWN, {"end": Session.objects.get(device="Mine").name})
    stranger.post(OWN)
    assert mine.get(PAGE).status_code == 200


def test_the_security_administrator_resets_a_lost_phone_but_not_the_own_one(cast: Cast, client: Client) -> None:
    User.objects.filter(pk__in=[cast.ledger.pk]).update(factor_since="2026-01-01T00:00:00Z")
    client.force_login(cast.security)
    sent = {"action": "reset_factor", "_selected_action": [cast.ledger.pk, cast.security.pk]}
    assert client.post(reverse("admin:accounts_user_changelist"), sent).status_code == 302
    assert User.objects.get(pk=cast.ledger.pk).factor_since is None
    kept = AuditRecord.objects.get(action="account.factor_reset")
    assert (kept.actor, kept.object_id) == (cast.security, str(cast.ledger.pk))
