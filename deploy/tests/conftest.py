"""Data folders whose tables are built, so that only one start has to do it, and databases of a test's own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from deploy.tests.running import prepare


@pytest.fixture
def own_database() -> Iterator[str]:
    """The address of an empty database on the server of ``DATABASE_URL``."""
    address = os.environ["DATABASE_URL"]
    name = f"outreach_launcher_{os.getpid()}"
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{address.rpartition('/')[0]}/{name}"
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nobody in them."""
    folder = tmp_path_factory.mktemp("tables")
    prepared = prepare(folder)
    assert prepared.returncode == 0, prepared.stderr
    return folder / "outreach.sqlite3"


@pytest.fixture
def var(tmp_path: Path, tables: Path) -> Path:
    """A data folder as after the first start, without a demo."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(tables, folder)
    return folder
