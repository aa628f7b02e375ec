"""How long things may take: one table of lengths, each with its source, editable by an administrator.

A room declares its lengths when it starts; ``TimeLimit`` rows override them. No length of time is
written into a condition anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asgiref.local import Local
from django.utils.functional import Promise

from outreach.calendars.models import TimeLimit


@dataclass(frozen=True)
class Limit:
    """One declared length: ``days`` of ``kind`` (``workday``, ``calendar`` or ``minute``), and what it rests on."""

    key: str
    days: int
    kind: str
    label: Promise
    basis: Promise


class Limits:
    """What the rooms declared, read together with what an administrator changed."""

    def __init__(self) -> None:
        self._declared: dict[str, Limit] = {}

    def declare(self, key: str, days: int, kind: str, label: Promise, basis: Promise) -> None:
        self._declared[key] = Limit(key, days, kind, label, basis)

    def __iter__(self) -> Iterator[Limit]:
        return iter(self._declared.values())

    def get(self, key: str) -> Limit | None:
        """What a room declared under ``key``; None when no room knows it any more."""
        return self._declared.get(key)

    def install(self) -> None:
        """Write a row for every declared length that has none, so that an administrator finds it."""
        known = set(TimeLimit.objects.values_list("key", flat=True))
        TimeLimit.objects.bulk_create(
            [
                TimeLimit(key=limit.key, days=limit.days, basis=str(limit.basis))
                for limit in self
                if limit.key not in known
            ]
        )

    def length(self, key: str) -> int:
        """The days, or minutes, now in force; raises ``KeyError`` for a key nobody declared."""
        limit = self._declared[key]
        return _days_by_key(key).get(key, limit.days)


limits = Limits()

# --- one look at the table is enough for a request ---------------------------------------
_request = Local()


def open_request(**_kwargs: Any) -> None:
    """From here on the lengths in force are read once, until the request ends."""
    _request.is_open, _request.days = True, None


def close_request(**_kwargs: Any) -> None:
    _request.is_open, _request.days = False, None


def _days_by_key(key: str) -> dict[str, int]:
    """The lengths that have a row: within a request all of them, else the one asked for."""
    if not getattr(_request, "is_open", False):
        return dict(TimeLimit.objects.filter(key=key).values_list("key", "days"))
    if _request.days is None:
        _request.days = dict(TimeLimit.objects.values_list("key", "days"))
    days: dict[str, int] = _request.days
    return days
