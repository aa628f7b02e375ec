"""Signing in, failing to, and signing out leave a record; a password never does."""

import json

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("li", password="correct-horse", full_name="李明")


def test_signing_in_and_out_are_recorded(person: User) -> None:
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.force_login(person)
    client.logout()
    acts = AuditRecord.objects.order_by("pk").values_list("action", "actor", "actor_label")
    assert list(acts) == [("account.signed_in", person.pk, "李明"), ("account.signed_out", person.pk, "李明")]


def test_a_failed_try_keeps_the_cleaned_name_and_no_password(person: User) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="10.1.2.3")
    assert authenticate(request, username="li\x07\u202e\n" + "x" * 500, password="s3cret-typed") is None
    kept = AuditRecord.objects.get()
    assert (kept.action, kept.actor, kept.address) == ("account.sign_in_failed", None, "10.1.2.3")
    assert kept.detail["username"].startswith("li")
    assert len(kept.detail["username"]) <= 150
    assert "s3cret" not in json.dumps(kept.detail)
    assert "\u202e" not in kept.detail["username"]
