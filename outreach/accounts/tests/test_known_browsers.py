"""A stranger's wrong passwords never lock the owner out at a computer where they signed in before."""

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from outreach.accounts.locking import unlock, with_lock
from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.org.testing import Cast

LOGIN = reverse("login")
PASSWORD, OTHER = "Quay-9-night-shift", "Kran-7-Nordkai"
COOKIE = configured.BROWSER_COOKIE_NAME


def guess(client: Client, times: int, name: str = "handler", password: str = "wrong") -> int:
    return [client.post(LOGIN, {"username": name, "password": password}).status_code for _ in range(times)][-1]


@pytest.fixture
def owner(cast: Cast) -> User:
    for user in (cast.handler, cast.head):
        user.set_password(PASSWORD)
        user.save()
    return cast.handler


@pytest.fixture
def own(owner: User) -> Client:
    """The browser of the owner, who signed in there and left."""
    client = Client()
    assert guess(client, 1, owner.username, PASSWORD) == 302
    client.post(reverse("logout"))
    return client


def test_the_owner_signs_in_at_their_own_computer_while_a_stranger_keeps_the_account_locked(own: Client) -> None:
    stranger = Client()
    assert guess(stranger, 5) == 429
    assert guess(stranger, 1, password=PASSWORD) == 429
    assert guess(own, 1, password=PASSWORD) == 302
    assert guess(stranger, 1, password=PASSWORD) == 429, "the stranger wins nothing by it"


def test_a_known_browser_is_locked_by_its_own_five_and_by_no_other(own: Client) -> None:
    assert guess(own, 4) == 200
    assert guess(own, 1) == 429
    assert guess(own, 1, password=PASSWORD) == 429
    assert guess(Client(), 1, password=PASSWORD) == 302, "others share the count of the account"
    kept = AuditRecord.objects.get(action="account.locked")
    assert kept.detail == {"username": "handler", "only": "known browser"}


def test_it_is_known_to_the_account_that_signed_in_there_and_to_no_other(own: Client) -> None:
    assert guess(Client(), 5, "head") == 429
    assert guess(own, 1, "head", PASSWORD) == 429


def test_one_computer_is_known_to_each_of_its_people(own: Client) -> None:
    assert guess(own, 1, "head", PASSWORD) == 302
    own.post(reverse("logout"))
    for name in ("handler", "head"):
        guess(Client(), 5, name)
        assert guess(own, 1, name, PASSWORD) == 302
        own.post(reverse("logout"))


def test_a_new_password_ends_what_all_browsers_were_known_by_but_the_one_it_was_changed_in(own: Client) -> None:
    second = Client()
    guess(second, 1, password=PASSWORD)
    changed = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
    assert second.post(reverse("password_change"), changed).status_code == 302
    second.post(reverse("logout"))
    guess(Client(), 5)
    assert guess(own, 1, password=OTHER) == 429
    assert guess(second, 1, password=OTHER) == 302


@pytest.mark.parametrize("forged", ["", "~", ".", "x", "x.y", "a.b~c.d", "x." + "0" * 40, "~" * 5000, "é.ü"])
def test_a_made_up_mark_is_a_strangers(owner: User, forged: str) -> None:
    client = Client()
    client.cookies[COOKIE] = forged
    client.cookies[COOKIE]["path"] = "/"
    guess(Client(), 5)
    assert guess(client, 1, password=PASSWORD) == 429
    assert owner.is_active


def test_no_name_that_is_typed_counts_as_a_browser(own: Client) -> None:
    browser = own.cookies[COOKIE].value.partition(".")[0]
    guess(Client(), 5, f"handler\x1f{browser}")
    assert guess(own, 1, password=PASSWORD) == 302


def test_the_cookie_goes_to_the_pages_of_signing_in_alone_and_out_of_reach_of_scripts(own: Client) -> None:
    cookie = own.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"]) == ("/accounts/", "Lax")
    assert cookie["httponly"]
    assert cookie["max-age"] == 180 * 24 * 3600
    assert "handler" not in cookie.value


def test_ten_accounts_fit_and_the_last_to_sign_in_stays(own: Client) -> None:
    own.cookies[COOKIE] = "~".join([own.cookies[COOKIE].value, *(f"{n}.{'0' * 40}" for n in range(30))])
    assert guess(own, 1, "head", PASSWORD) == 302
    assert len(own.cookies[COOKIE].value.split("~")) == 10


def test_an_administrator_sees_and_ends_the_lock_of_a_known_browser(own: Client, owner: User) -> None:
    def locked() -> dict[str, bool]:
        return {one.username: getattr(one, "is_locked") for one in with_lock(User.objects.all())}  # noqa: B009 - added by the query

    guess(own, 5)
    assert [name for name, is_locked in locked().items() if is_locked] == ["handler"]
    assert unlock(user=owner, by=None)
    assert not any(locked().values())
    assert guess(own, 1, password=PASSWORD) == 302
