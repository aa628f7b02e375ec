"""The demo is loaded once, whole, into an empty database; a reset begins anew; production data is never thrown away."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from deploy.tests.running import prepare

SMALL = {"DJANGO_SETTINGS_MODULE": "deploy.tests.smalldemo.settings"}
WHOLE = [(1, "first"), (2, "second")]
pytestmark = pytest.mark.xdist_group("launcher")


def ask(var: Path, statement: str) -> list[tuple[object, ...]]:
    """The answer of the embedded database."""
    with closing(sqlite3.connect(var / "outreach.sqlite3")) as database, database:
        return database.execute(statement).fetchall()


def people(var: Path) -> list[tuple[object, ...]]:
    return ask(var, "SELECT id, username FROM accounts_user ORDER BY id")


@pytest.mark.long
@pytest.mark.embedded
def test_the_demo_is_loaded_once_and_whole_even_when_the_first_load_was_cut_short(var: Path) -> None:
    cut = prepare(var, CUT_SHORT="1", **SMALL)
    assert (cut.returncode, len(people(var))) == (1, 1)
    assert "cut short" in cut.stderr
    for _start in range(2):
        assert prepare(var, **SMALL).returncode == 0
        assert people(var) == WHOLE
        assert (var / "queue" / "messages").is_dir()


@pytest.mark.long
@pytest.mark.embedded
def test_a_reset_throws_data_and_uploads_away_and_loads_the_demo_again(var: Path) -> None:
    assert prepare(var, **SMALL).returncode == 0
    ask(var, "UPDATE accounts_user SET username = 'changed' WHERE username = 'first'")
    (var / "media" / "upload").touch()
    assert prepare(var, "--fresh", **SMALL).returncode == 0
    assert people(var) == WHOLE
    assert list((var / "media").iterdir()) == []


@pytest.mark.long
@pytest.mark.embedded
def test_data_that_is_no_demo_is_never_thrown_away(var: Path) -> None:
    refused = prepare(var, "--fresh")
    assert refused.returncode == 1
    assert "never thrown away" in refused.stderr
    assert (var / "outreach.sqlite3").exists()


@pytest.mark.services
@pytest.mark.long
def test_a_reset_on_postgresql_leaves_a_fresh_demo(tmp_path: Path, own_database: str) -> None:
    for _time in range(2):
        reset = prepare(tmp_path, "--fresh", DATABASE_URL=own_database, REDIS_URL=os.environ["REDIS_URL"], **SMALL)
        assert (reset.returncode, reset.stderr.splitlines()[-1]) == (0, "已重置 · A fresh demo is ready")
    with closing(psycopg2.connect(own_database)) as database, database.cursor() as cursor:
        cursor.execute("SELECT id, username FROM accounts_user ORDER BY id")
        assert cursor.fetchall() == WHOLE
