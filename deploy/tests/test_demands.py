"""Production asks for every secret by name, and for one that was not typed by a person."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from outreach.settings.demands import REQUIRED, missing, weak

GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "portal.example, www.portal.example",
    "DATABASE_URL": "postgres://outreach@db/outreach",
    "IDENTITY_KEYS": f"2:{secrets.token_hex(32)}, 1:{secrets.token_hex(32)}",
    "IDENTITY_INDEX_KEY": secrets.token_hex(32),
    "AUDIT_KEYS": secrets.token_hex(32),
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DEFAULT_FROM_EMAIL": "outreach@portal.example",
    "SITE_URL": "https://portal.example",
    "TRUSTED_PROXIES": "10.0.0.5, unix",
}


def complaints(**changes: str) -> list[str]:
    """The names that are called weak."""
    given = GOOD | changes
    return [one.split(" ")[0] for one in weak(lambda name: given.get(name, ""))]


def test_good_values_are_taken() -> None:
    assert missing(lambda name: GOOD.get(name, "")) == []
    assert complaints() == []


def test_an_empty_address_of_a_database_is_the_embedded_default() -> None:
    told = "from django.conf import settings; print(settings.DATABASES['default']['ENGINE'], settings.REDIS_URL == '')"
    environment = os.environ | {"DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "outreach.settings.dev"}
    ended = subprocess.run(
        [sys.executable, "-c", told], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["django.db.backends.sqlite3", "True"]


@pytest.mark.parametrize("name", REQUIRED)
def test_each_secret_is_asked_for(name: str) -> None:
    assert missing(lambda asked: "" if asked == name else GOOD[asked]) == [name]
    assert name not in complaints(**{name: ""})


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEYS", "IDENTITY_INDEX_KEY", "AUDIT_KEYS"])
@pytest.mark.parametrize(
    "value",
    ["x", "0" * 64, "ab" * 32, "changeme" * 6, f"django-insecure-{'k3v9' * 12}", "short-but-mixed-7Q", "1:" + "7" * 64],
)
def test_a_key_that_could_be_guessed_is_refused(name: str, value: str) -> None:
    assert complaints(**{name: value}) == [name]


def test_an_old_key_among_good_ones_is_looked_at_as_well() -> None:
    assert complaints(IDENTITY_KEYS=f"2:{secrets.token_hex(32)},1:{'0' * 64}") == ["IDENTITY_KEYS"]


def test_no_key_opens_two_locks() -> None:
    one = secrets.token_hex(32)
    assert complaints(IDENTITY_KEYS=f"1:{one}", IDENTITY_INDEX_KEY=one) == ["IDENTITY_INDEX_KEY"]
    assert complaints(SECRET_KEY=one, AUDIT_KEYS=one) == ["AUDIT_KEYS"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "portal.example, *"),
        ("SITE_URL", "http://portal.example"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "dummymail://"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", "10.0.0.5, ::/0"),
    ],
)
def test_a_door_left_open_is_told(name: str, value: str) -> None:
    assert complaints(**{name: value}) == [name]


def start(tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """What Django thinks of the production settings with exactly these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "outreach.settings.prod", "VAR_DIR": str(tmp_path)} | given
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.long
@pytest.mark.embedded
def test_every_secret_may_come_from_a_file_and_then_nothing_is_to_be_said(tmp_path: Path) -> None:
    given = GOOD | {"DATABASE_URL": "sqlite:///:memory:"}
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")
    ended = start(tmp_path, **{f"{name}_FILE": str(tmp_path / name) for name in given})
    assert (ended.returncode, "no issues" in ended.stdout) == (0, True), ended.stderr[-2000:]


@pytest.mark.embedded
def test_everything_missing_and_weak_is_told_at_once(tmp_path: Path) -> None:
    ended = start(tmp_path, SECRET_KEY="0" * 64, ALLOWED_HOSTS="*", SITE_URL="http://portal.example")
    last = ended.stderr.strip().splitlines()[-1]
    assert ended.returncode != 0
    assert "Production needs DATABASE_URL, IDENTITY_KEYS, IDENTITY_INDEX_KEY, AUDIT_KEYS, EMAIL_URL" in last
    assert [name for name in ("SECRET_KEY (", "ALLOWED_HOSTS (", "SITE_URL (") if name not in last] == []
    assert "0" * 64 not in ended.stderr, "a refusal never repeats a secret"


@pytest.mark.embedded
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    ended = start(tmp_path, SECRET_KEY_FILE=str(tmp_path / "nowhere"))
    assert ended.returncode != 0
    assert str(tmp_path / "nowhere") in ended.stderr
