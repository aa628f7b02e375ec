"""Triggers by which the database itself refuses to change what was issued, whoever asks.

What was sealed may be sealed again with another key; the digest of its content must stay. Deleting is left to
retention, and leaves its tombstone in the audit.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "an issued document does not change"
_FIXED = "kind dossier record_id unit_id number template_id replaces_id form_token drafted_by_id issued_by_id issued_at"
_ONWARD = "NEW.status <> OLD.status AND (OLD.status <> 'issued' OR NEW.status NOT IN ('withdrawn', 'replaced'))"
#: Table → what must not happen to a row of it.
_REFUSED = {
    "documents_document": f"OLD.status <> 'draft' AND ({_ONWARD} OR {{changed}})",
    "documents_documentfile": "{changed}",
}
_COLUMNS = {
    "documents_document": _FIXED.split(),
    "documents_documentfile": ["document_id", "format", "copy", "sha256", "size", "made_at"],
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; safe to repeat."""
    is_sqlite = connection.vendor == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(_FUNCTION)
        for table, refused in _REFUSED.items():
            changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _COLUMNS[table])
            when = refused.format(changed=changed)
            name = f"{table}_refuse_update"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}"))
            act = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if is_sqlite else "EXECUTE FUNCTION documents_refuse()"
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {act}")


def install_after_migration(*, using: str, **_kwargs: Any) -> None:
    """Each time, for on SQLite a migration rebuilds a table and drops its triggers."""
    connection = connections[using]
    if set(_REFUSED) <= set(connection.introspection.table_names()):
        install(connection)
