"""Databases made for one run and dropped after it; no data of anybody is ever touched."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import sql

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def server_url() -> str:
    """The PostgreSQL server to work on: that of ``DATABASE_URL``, or the one on this machine."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else DEFAULT_SERVER


def has_postgresql() -> bool:
    """Whether the server answers."""
    try:
        psycopg2.connect(server_url(), connect_timeout=2).close()
    except psycopg2.Error:
        return False
    return True


@contextmanager
def postgresql(purpose: str, *, keep: bool = False) -> Iterator[str]:
    """The URL of a new database on the server."""
    server, name = server_url(), f"outreach_{purpose}_{os.getpid()}"
    _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        if not keep:
            _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def sqlite(purpose: str, folder: Path) -> Iterator[str]:
    """The URL of a new database file in ``folder``."""
    file = folder / f"{purpose}.sqlite3"
    try:
        yield f"sqlite:///{file}"
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)


def _execute(server: str, statement: sql.Composed) -> None:
    connection = psycopg2.connect(server)
    try:
        connection.autocommit = True  # a database can't be made inside a transaction
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
