"""Database triggers that refuse to change, delete or empty the audit log, whoever asks.

Test suites take them off (see ``outreach.audit.testing``): between tests the tables are emptied.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "audit records are append-only"
_FUNCTION_BODY = f"""
BEGIN
  RAISE EXCEPTION '{MESSAGE}';
END """
_FUNCTION = f"CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_FUNCTION_BODY}$$"


def events(vendor: str) -> tuple[str, ...]:
    """What is refused; SQLite has no way to empty a table but by deleting."""
    return ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")


def _sqlite_trigger(event: str) -> str:
    return (
        f"CREATE TRIGGER audit_refuse_{event} BEFORE {event.upper()} ON audit_auditrecord "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgresql_trigger(event: str) -> str:
    return (
        f"CREATE TRIGGER audit_refuse_{event} BEFORE {event.upper()} ON audit_auditrecord "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table as they should be; safe to repeat."""
    remove(connection)
    trigger = _sqlite_trigger if connection.vendor == "sqlite" else _postgresql_trigger
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(_FUNCTION)
        for event in events(connection.vendor):
            cursor.execute(trigger(event))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off the table, for test suites and for moving a database."""
    table = "" if connection.vendor == "sqlite" else " ON audit_auditrecord"
    with connection.cursor() as cursor:
        for event in events(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_refuse_{event}{table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not in place, are switched off or refuse nothing any more."""
    present = _whole_on_sqlite(connection) if connection.vendor == "sqlite" else _whole_on_postgresql(connection)
    return [name for event in events(connection.vendor) if (name := f"audit_refuse_{event}") not in present]


def _whole_on_sqlite(connection: BaseDatabaseWrapper) -> set[str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditrecord'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = dict(cursor.fetchall())
    wanted = {f"audit_refuse_{event}": _sqlite_trigger(event) for event in events("sqlite")}
    return {name for name, sql in wanted.items() if found.get(name) == sql}


def _whole_on_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    """A trigger whose function was replaced by one that does nothing counts as gone."""
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgrelid = 'audit_auditrecord'::regclass AND tgenabled IN ('O', 'A') AND tgqual IS NULL "
        "AND proname = 'audit_refuse' AND prosrc = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [_FUNCTION_BODY])
        return {row[0] for row in cursor.fetchall()}


def reinstall_after_migration(*, using: str, plan: Any = (), **_kwargs: Any) -> None:
    """On SQLite a migration rebuilds the table and drops its triggers: put them back."""
    if any(migration.app_label == "audit" for migration, _backwards in plan):
        install(connections[using])
