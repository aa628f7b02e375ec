"""Counting that all web workers share, without Redis: one statement to count, one to look."""

from collections.abc import Iterable, Mapping

from django.db import connection

from outreach.common import clock
from outreach.door.models import Tally

KEPT_HOURS = 24


def this_hour() -> int:
    """The hour that is counted in, as hours since 1970."""
    return int(clock.now().timestamp()) // 3600


def add(amounts: Mapping[str, int], *, hour: int | None = None) -> dict[str, int]:
    """Add to several tallies at once, whatever others add meanwhile; what each holds now."""
    at = this_hour() if hour is None else hour
    table = connection.ops.quote_name(Tally._meta.db_table)
    rows = ", ".join(["(%s, %s, %s)"] * len(amounts))
    # Always in the same order, or two writers could wait for each other.
    values = [value for key in sorted(amounts) for value in (key, at, amounts[key])]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, hour, amount) VALUES {rows} "  # noqa: S608 - names of our own, values apart
            f"ON CONFLICT (key, hour) DO UPDATE SET amount = {table}.amount + excluded.amount RETURNING key, amount",
            values,
        )
        return dict(cursor.fetchall())


def read(keys: Iterable[str]) -> dict[str, int]:
    """What each tally of this hour holds; one that nobody added to holds nothing."""
    wanted = list(keys)
    found = dict(Tally.objects.filter(key__in=wanted, hour=this_hour()).values_list("key", "amount"))
    return {key: found.get(key, 0) for key in wanted}


def sweep() -> int:
    """Forget what was counted more than a day ago; how many went."""
    return Tally.objects.filter(hour__lt=this_hour() - KEPT_HOURS).delete()[0]
