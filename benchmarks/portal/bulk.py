"""Rows by the hundred thousand: COPY on PostgreSQL, prepared inserts on SQLite."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Model

Row = Sequence[Any]
_BATCH = 20_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> int:
    """Write ``rows`` (values of the columns ``names``); every other column gets the default of its field."""
    fields = [field for field in model._meta.local_concrete_fields if field.column not in names]
    others = [field for field in fields if not field.primary_key]
    constants = tuple(_default(field) for field in others)
    columns = [*names, *(str(field.column) for field in others)]
    write = _copy if connection.vendor == "postgresql" else _execute_many
    written = 0
    for batch in _batches(rows):
        with transaction.atomic(), unchecked():
            write(model._meta.db_table, columns, [(*row, *constants) for row in batch])
        written += len(batch)
    if "id" in names and connection.vendor == "postgresql":
        _follow_ids(model)
    return written


def analyze() -> None:
    """Let the database know its new rows, as it would after some hours of ordinary life."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _default(field: "Field[Any, Any]") -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


@contextmanager
def unchecked() -> Iterator[None]:
    """Foreign keys are right by the way the rows are made; looking each up would take most of the time."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _copy(table: str, columns: list[str], rows: list[Row]) -> None:
    text = io.StringIO("".join("\t".join(map(_copied, row)) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(getattr(value, "adapted", value))


def _execute_many(table: str, columns: list[str], rows: list[Row]) -> None:
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - names of our own models
            [
                [value if value is None or isinstance(value, (str, int)) else str(value) for value in row]
                for row in rows
            ],
        )


def _follow_ids(model: type[Model]) -> None:
    """Let ids that the database gives out follow those that we wrote."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
