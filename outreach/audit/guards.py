"""Database triggers that refuse to change or delete an audit record, whoever asks.

Emptying the table (TRUNCATE) stays possible on PostgreSQL, because the flush between tests
needs it; the verifier finds it through the anchor file. SQLite has no TRUNCATE: its flush is
a DELETE, so test suites take the triggers off (see ``outreach.audit.testing``).
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "audit records are append-only"
_EVENTS = ("update", "delete")
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{MESSAGE}';
END $$
"""


def _install_statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS audit_refuse_{event} BEFORE {event.upper()} ON audit_auditrecord "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for event in _EVENTS
        ]
    return [_FUNCTION] + [
        f"CREATE OR REPLACE TRIGGER audit_refuse_{event} BEFORE {event.upper()} ON audit_auditrecord "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for event in _EVENTS
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table; safe to repeat."""
    with connection.cursor() as cursor:
        for statement in _install_statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off the table, for test suites and for moving a database."""
    table = "" if connection.vendor == "sqlite" else " ON audit_auditrecord"
    with connection.cursor() as cursor:
        for event in _EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_refuse_{event}{table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not in place or are switched off."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditrecord'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_auditrecord'::regclass AND tgenabled IN ('O', 'A')"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for event in _EVENTS if (name := f"audit_refuse_{event}") not in present]


def reinstall_after_migration(*, using: str, plan: Any = (), **_kwargs: Any) -> None:
    """On SQLite a migration rebuilds the table and drops its triggers: put them back."""
    if any(migration.app_label == "audit" for migration, _backwards in plan):
        install(connections[using])
