"""Only the owner reads the embedded database, however it came to be there."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from deploy import ground
from outreach.settings.localkeys import local_key

pytestmark = pytest.mark.django_db


def mode_of(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.fixture
def open_umask() -> Iterator[None]:
    """As most machines have it."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def connect(path: Path) -> DatabaseWrapper:
    options = {"init_command": "PRAGMA journal_mode=WAL;"}
    given = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}}
    connection: DatabaseWrapper = ConnectionHandler(given).create_connection("default")  # type: ignore[assignment]  # the engine given above
    connection.ensure_connection()
    return connection


def test_a_new_database_is_its_owners_with_everything_beside_it(tmp_path: Path, open_umask: None) -> None:
    connection = connect(tmp_path / "new.sqlite3")
    connection.cursor().execute("CREATE TABLE one (said TEXT)")
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["new.sqlite3", "new.sqlite3-shm", "new.sqlite3-wal"]
    assert {mode_of(file) for file in files} == {"0o600"}
    connection.close()


def test_one_that_stood_open_is_closed_at_the_next_start(tmp_path: Path, open_umask: None) -> None:
    path = tmp_path / "old.sqlite3"
    before = sqlite3.connect(path)
    before.execute("PRAGMA journal_mode=WAL")
    before.execute("CREATE TABLE one (said TEXT)")
    assert mode_of(path) == "0o644"
    connection = connect(path)
    assert {mode_of(file) for file in tmp_path.iterdir()} == {"0o600"}
    connection.close()
    before.close()


def test_the_data_folder_is_made_for_its_owner(tmp_path: Path, open_umask: None) -> None:
    ground.require_writable(tmp_path / "var")
    local_key(tmp_path / "other" / "keys" / "secret_key")
    made = [tmp_path / "var", tmp_path / "other", tmp_path / "other" / "keys"]
    assert [mode_of(folder) for folder in made] == ["0o700"] * 3
