"""Fills an empty database with the same matters as the portal has: ``python -m benchmarks.bare.filling ROWS``."""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from benchmarks import words

BATCH = 5000
#: As many as the portal has, each with one who handles its matters.
UNITS = 200


def fill(rows: int) -> None:
    """The same matters as the portal has."""
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)  # its own tables, which have no migrations, point at those
    unit = apps.get_model("bare", "Unit")  # type: ignore[misc]  # of another project, as below
    unit._default_manager.bulk_create(unit(pk=n, name=f"第 {n} 队") for n in range(1, UNITS + 1))
    person = get_user_model()
    person._default_manager.bulk_create(person(pk=n, username=f"handler-{n}") for n in range(1, UNITS + 1))
    matters = _matters(rows)
    model = apps.get_model("bare", "Matter")  # type: ignore[misc]  # of another project than the one that types are checked for
    while batch := [model(**next(matters)) for _ in range(min(BATCH, rows))]:
        model._default_manager.bulk_create(batch)
        rows -= len(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _matters(rows: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(1)
    for _number in range(rows):
        _topic, title, description, place = words.matter(rng)
        due_on = words.raised_on(rng, date.today()) + timedelta(days=30)  # noqa: DTZ011 - the portal's clock is not here
        status = rng.choices(["open", "closed"], [1, 6])[0]
        unit = rng.randint(1, UNITS)
        yield {"title": title, "description": description, "place": place, "unit_id": unit, "handler_id": unit,
               "status": status, "due_on": due_on}  # fmt: skip


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
