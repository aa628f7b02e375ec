"""Five wrong passwords lock a name for half an hour; nobody learns from it which names exist."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outreach.audit.models import AuditRecord
from outreach.org.testing import Cast

LOGIN = reverse("login")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PASSWORD = "Quay-9-night-shift"


@pytest.fixture
def handler(cast: Cast) -> Cast:
    cast.handler.set_password(PASSWORD)
    cast.handler.save()
    return cast


def guess(client: Client, times: int, name: str = "handler", password: str = "wrong", **meta: Any) -> int:
    codes = [client.post(LOGIN, {"username": name, "password": password}, **meta).status_code for _ in range(times)]
    return codes[-1]


def test_the_fifth_wrong_password_locks_also_the_right_one(handler: Cast, client: Client) -> None:
    assert guess(client, 4) == 200
    assert guess(client, 1) == 429
    answer = client.post(LOGIN, {"username": "handler", "password": PASSWORD})
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_four_wrong_ones_and_a_right_one_start_from_nothing(handler: Cast, client: Client) -> None:
    guess(client, 4)
    assert guess(client, 1, password=PASSWORD) == 302
    client.logout()
    assert guess(client, 4) == 200


def test_changing_address_and_browser_does_not_help_who_guesses(handler: Cast, client: Client) -> None:
    for n in range(5):
        last = guess(client, 1, REMOTE_ADDR=f"10.0.0.{n + 1}", HTTP_USER_AGENT=f"robot/{n}")
    assert last == 429


def test_the_neighbour_at_the_same_address_is_not_locked(handler: Cast, client: Client) -> None:
    for n in range(12):
        guess(client, 5, name=f"name{n}")
    assert guess(client, 1, password=PASSWORD) == 302


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_name_that_nobody_has_is_locked_in_the_same_words(handler: Cast, language: str) -> None:
    pages = []
    for name in ("handler", "nobody-has-this"):
        client = Client(headers={"accept-language": language})
        assert guess(client, 5, name=name) == 429
        page = client.post(LOGIN, {"username": name, "password": "wrong"})
        pages.append(TOKEN.sub("", page.content.decode()))
        assert name not in pages[-1]
    assert pages[0] == pages[1]


def test_the_lock_opens_by_time_and_knocking_does_not_prolong_it(handler: Cast, client: Client) -> None:
    guess(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=29))
    assert guess(client, 3, password=PASSWORD) == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=30, seconds=5))
    assert guess(client, 1, password=PASSWORD) == 302


def test_an_administrator_unlocks_and_both_are_on_the_log(handler: Cast, client: Client) -> None:
    guess(Client(), 7)
    locked = AuditRecord.objects.filter(action="account.locked")
    assert [(one.object_id, one.detail["username"]) for one in locked] == [(str(handler.handler.pk), "handler")]
    client.force_login(handler.security)
    page = client.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert "icon-no.svg" in page.partition(">handler<")[2].partition("</tr>")[0]
    sent = {"action": "unlock", "_selected_action": [handler.handler.pk, handler.head.pk]}
    assert client.post(reverse("admin:accounts_user_changelist"), sent).status_code == 302
    assert guess(Client(), 1, password=PASSWORD) == 302
    kept = AuditRecord.objects.get(action="account.unlocked")
    assert (kept.actor, kept.object_id) == (handler.security, str(handler.handler.pk))


def test_what_was_typed_is_kept_without_its_secrets_and_shown_to_nobody(handler: Cast, client: Client) -> None:
    guess(client, 2, password="s3cret-typed")
    kept = AccessAttempt.objects.get()
    assert "s3cret-typed" not in str(vars(kept))
    for name in ("admin", "security", "auditor"):
        client.force_login(handler.people[name])
        assert client.get("/admin/axes/accessattempt/").status_code != 200
