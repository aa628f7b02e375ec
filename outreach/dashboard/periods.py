"""Weeks and quarters, the spans of time the figures run over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from outreach.common import clock

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from ``first`` through ``last``; none at all where ``last`` comes before ``first``."""

    first: date
    last: date

    @classmethod
    def quarter(cls, day: date) -> Self:
        """The quarter of the year that ``day`` is in."""
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        following = (first + timedelta(days=93)).replace(day=1)
        return cls(first, following - _DAY)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The moment it begins, and the moment after its end."""
        return clock.start_of(self.first), clock.start_of(self.last + _DAY)

    def within(self, field: str) -> dict[str, datetime]:
        """The condition that a time field lies in these days."""
        start, end = self.moments
        return {f"{field}__gte": start, f"{field}__lt": end}

    def asked(self, name: str) -> dict[str, str]:
        """The same for the address of a list: ``name_since`` and ``name_until``."""
        return {f"{name}_since": str(self.first), f"{name}_until": str(self.last)}


def full_weeks(today: date, count: int) -> list[Span]:
    """The last ``count`` weeks that are over, Monday to Sunday, the oldest first."""
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(count, 0, -1)]
    return [Span(start, start + timedelta(days=6)) for start in starts]
