"""Whoever reads the database alone has neither the key of a phone nor a code on paper."""

import re
import time
from base64 import b32encode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from pytest_django.fixtures import Settings

from outreach.accounts import secondfactor
from outreach.accounts.factorkeys import Phone
from outreach.accounts.models import User
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "Quay-9-night-shift"
SET_UP, CHECK = reverse("factor_set_up"), reverse("factor_check")


def shown_by(phone_key: bytes, ahead: int = 0) -> str:
    device = TOTP(phone_key, drift=ahead)
    device.time = time.time()
    return f"{device.token():06}"


@pytest.fixture
def ledger(cast: Cast) -> User:
    cast.ledger.set_password(PASSWORD)
    cast.ledger.save()
    return cast.ledger


@pytest.fixture
def codes(ledger: User) -> list[str]:
    """Of a factor set up one step of time ago, so that the code of now is still good."""
    client = Client()
    client.force_login(ledger)
    client.get(SET_UP)
    offered = Phone(key=client.session["factor_seed"])
    page = client.post(SET_UP, {"code": shown_by(offered.bin_key, -1)}).content.decode()
    return re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page)


def comes_in(code: str) -> bool:
    client = Client()
    client.post(reverse("login"), {"username": "ledger", "password": PASSWORD})
    return client.post(CHECK, {"code": code}).status_code == 302


def everything_stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names that the database gave
            rows.append(str(cursor.fetchall()))
    return "\n".join(rows).lower()


def test_no_table_holds_the_key_of_a_phone_or_a_code_on_paper(codes: list[str]) -> None:
    key, stored = Phone.objects.get().bin_key, everything_stored()
    assert Phone.objects.get().key in stored, "the seed is there, so the search finds what is"
    for secret in (key.hex(), b32encode(key).decode().rstrip("=").lower(), str(key)[2:-1]):
        assert secret not in stored
    assert len(codes) == secondfactor.CODES
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_what_the_database_holds_is_no_code(codes: list[str]) -> None:
    kept = StaticToken.objects.first()
    assert kept is not None
    assert not comes_in(kept.token)
    assert not comes_in(shown_by(bytes.fromhex(Phone.objects.get().key[:40])))


def test_two_phones_of_one_seed_under_other_keys_differ(settings: Settings, codes: list[str]) -> None:
    phone = Phone.objects.get()
    before = phone.bin_key
    settings.IDENTITY_INDEX_KEY = "f1" * 32
    assert phone.bin_key != before


def test_a_new_key_in_front_locks_nobody_out(settings: Settings, codes: list[str]) -> None:
    phone_key = Phone.objects.get().bin_key
    settings.IDENTITY_INDEX_KEY = f"{'f1' * 32},{settings.IDENTITY_INDEX_KEY}"
    assert comes_in(shown_by(phone_key))
    assert comes_in(codes[0])
    assert not comes_in(codes[0])


def test_without_the_key_every_code_is_wrong_and_no_page_breaks(
    settings: Settings, codes: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    phone_key = Phone.objects.get().bin_key
    settings.IDENTITY_INDEX_KEY = "f1" * 32
    assert not comes_in(shown_by(phone_key))
    assert "IDENTITY_INDEX_KEY lacks the key" in caplog.text
    assert not comes_in(codes[0])
