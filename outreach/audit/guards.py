"""Database triggers that refuse to change, delete or empty the audit log, whoever asks.

Test suites take them off (see ``checks.database``): between tests the tables are emptied.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "audit records are append-only"
_FUNCTION_BODY = f"""
BEGIN
  RAISE EXCEPTION '{MESSAGE}';
END """
_FUNCTION = f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_FUNCTION_BODY}$$"


TABLES = ("audit_auditrecord", "audit_auditlink")


def names(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Every trigger by name, with its table and what it refuses; SQLite empties a table only by deleting."""
    for table in TABLES:
        for event in ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate"):
            yield f"{table}_refuse_{event}", table, event


def _sqlite_trigger(name: str, table: str, event: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


def _postgresql_trigger(name: str, table: str, event: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the tables as they should be; safe to repeat."""
    remove(connection)
    trigger = _sqlite_trigger if connection.vendor == "sqlite" else _postgresql_trigger
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(_FUNCTION)
        for name, table, event in names(connection.vendor):
            cursor.execute(trigger(name, table, event))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off the tables, for test suites and for moving a database."""
    with connection.cursor() as cursor:
        for name, table, _event in names(connection.vendor):
            place = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not in place, are switched off or refuse nothing any more."""
    present = _whole_on_sqlite(connection) if connection.vendor == "sqlite" else _whole_on_postgresql(connection)
    return [name for name, _table, _event in names(connection.vendor) if name not in present]


def _whole_on_sqlite(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    return {name for name, *of in names("sqlite") if found.get(name) == _sqlite_trigger(name, *of)}


def _whole_on_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    """A trigger whose function was replaced by one that does nothing counts as gone."""
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgenabled IN ('O', 'A') AND tgqual IS NULL AND proname = 'audit_refuse' AND prosrc = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [_FUNCTION_BODY])
        return {row[0] for row in cursor.fetchall()}


def reinstall_after_migration(*, using: str, plan: Any = (), **_kwargs: Any) -> None:
    """On SQLite a migration rebuilds a table and drops its triggers: put them back, once both tables are there."""
    connection = connections[using]
    is_ours = any(migration.app_label == "audit" for migration, _backwards in plan)
    if is_ours and set(TABLES) <= set(connection.introspection.table_names()):
        install(connection)
