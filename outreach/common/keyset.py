"""Pages of a list that are found by key: as fast on the last page as on the first, and no row twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

_LONGEST_KEY = 18


@dataclass(frozen=True)
class Order:
    """Rows by ``field``, then by primary key; rows without a value come last where it ``is_nullable``."""

    field: str
    is_descending: bool = False
    is_nullable: bool = False


@dataclass(frozen=True)
class Cursor:
    """The place of one row in an order: its value (None where it has none) and its primary key."""

    value: Any
    pk: int

    @classmethod
    def of(cls, row: Model, order: Order) -> str:
        """The place of ``row`` as text for a URL."""
        value = getattr(row, order.field)
        text = "" if value is None else getattr(value, "isoformat", lambda: value)()
        return f"{text}~{row.pk}"

    @classmethod
    def read(cls, text: str, model: type[Model], order: Order) -> "Cursor | None":
        """What ``of`` wrote; None for anything else, so that a broken link shows the first page."""
        value, _, pk = text.rpartition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) <= _LONGEST_KEY) or "\x00" in value:
            return None
        if value == "":
            return cls(None, int(pk)) if order.is_nullable else None
        try:
            field: Any = model._meta.get_field(order.field)
            found = field.to_python(value)
        except (ValidationError, ValueError, OverflowError):
            return None
        return cls(found, int(pk)) if _can_be_asked(found) else None


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows in order, and the cursors of the pages around them; empty where there is none."""

    rows: list[M]
    before: str
    after: str


def page_of(rows: QuerySet[M], order: Order, *, size: int, after: str = "", before: str = "") -> Page[M]:
    """The ``size`` rows that follow ``after``, or else come just ahead of ``before``, or else the first ones."""
    cursor = Cursor.read(after or before, rows.model, order)
    is_backwards = bool(cursor and before and not after)
    found = _take(rows, order, cursor, size + 1, is_backwards=is_backwards)
    has_more = len(found) > size
    found = found[:size]
    if is_backwards:
        found.reverse()
    has_before = has_more if is_backwards else cursor is not None
    has_after = True if is_backwards else has_more
    if not found:
        return Page(found, after if has_before else "", before if is_backwards else "")
    return Page(
        found,
        Cursor.of(found[0], order) if has_before else "",
        Cursor.of(found[-1], order) if has_after else "",
    )


def _can_be_asked(value: Any) -> bool:
    """Whether a database can compare with it: a moment at either end of time has no place in other time zones."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return False
    return not isinstance(value, date) or 1900 <= value.year <= 9000


def _take(rows: QuerySet[M], order: Order, cursor: Cursor | None, limit: int, *, is_backwards: bool) -> list[M]:
    found: list[M] = []
    for part in _parts(rows, order, cursor, is_backwards=is_backwards):
        found += part[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def _parts(rows: QuerySet[M], order: Order, cursor: Cursor | None, *, is_backwards: bool) -> Iterator[QuerySet[M]]:
    """Rows with a value and rows without, each in an order its index has; asked one after the other."""
    sign = "-" if order.is_descending != is_backwards else ""
    valued = rows.order_by(f"{sign}{order.field}", f"{sign}pk")
    parts = [valued]
    if order.is_nullable:
        blank = rows.filter(**{f"{order.field}__isnull": True}).order_by(f"{sign}pk")
        parts = [valued.filter(**{f"{order.field}__isnull": False}), blank]
    if is_backwards:
        parts.reverse()
    if cursor is not None:
        is_in_last = order.is_nullable and (cursor.value is None) != is_backwards
        parts = parts[-1:] if is_in_last else parts
        parts[0] = parts[0].filter(_beyond(order.field, cursor, "lt" if sign else "gt"))
    yield from parts


def _beyond(field: str, cursor: Cursor, side: str) -> Q:
    """The first condition lets the index begin at the place, the second cuts rows of the same value."""
    same = Q(**{f"pk__{side}": cursor.pk})
    if cursor.value is None:
        return same
    return Q(**{f"{field}__{side}e": cursor.value}) & (Q(**{f"{field}__{side}": cursor.value}) | same)
