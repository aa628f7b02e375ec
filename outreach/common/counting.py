"""Counts for tabs and columns: several in one statement, and none counted further than anybody reads."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import QuerySet
from django.utils.functional import cached_property


def capped_counts(many: Sequence[QuerySet[Any]], *, cap: int) -> list[int]:
    """How many rows each has, at most ``cap + 1``; one statement for all of them."""
    counts = [0] * len(many)
    parts: list[str] = []
    params: list[Any] = []
    asked: list[int] = []
    for place, rows in enumerate(many):
        try:
            sql, values = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 - the ORM wrote it, values stay apart
        params += values
        asked.append(place)
    if parts:
        with connections[many[0].db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            for place, count in zip(asked, cursor.fetchone(), strict=True):
                counts[place] = count
    return counts


def capped_words(count: int, cap: int) -> str:
    """``"41"``, or ``"1,000+"`` where there are more than ``cap``."""
    return f"{cap:,}+" if count > cap else f"{count:,}"


class CappedPaginator(Paginator[Any]):
    """Numbered pages over a table of any size: rows are counted no further than ``cap``."""

    cap = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[: self.cap].count())
