"""How long things may take: one table of lengths, each with its source, editable by an administrator.

A room declares its lengths when it starts; ``TimeLimit`` rows override them. No length of time is
written into a condition anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from outreach.calendars import workdays
from outreach.calendars.models import TimeLimit


@dataclass(frozen=True)
class Limit:
    """One declared length: ``days`` of ``kind`` (``workday``, ``calendar``, ``minute``, …), and what it rests on."""

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
        return _days_by_key().get(key, limit.days)


limits = Limits()

#: What administrators set, and the edition of the calendar it was read with.
_held: tuple[int, dict[str, int]] = (-1, {})


def _days_by_key() -> dict[str, int]:
    """The lengths that have a row, held by each process until one of them, or the calendar, is changed."""
    global _held  # noqa: PLW0603 - replaced whole; every use compares its edition first
    now, known = workdays.edition(), _held
    if known[0] != now:
        _held = known = (now, dict(TimeLimit.objects.values_list("key", "days")))
    return known[1]
