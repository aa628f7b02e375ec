"""Where the marks of an indicator's small chart stand; drawn by the server, so screen and paper show the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_LEFT, _RIGHT, _TOP, _BOTTOM = 6.0, 234.0, 8.0, 52.0


@dataclass(frozen=True)
class Mark:
    """One value as a dot; places are text, the way SVG writes them whatever the language."""

    x: str
    y: str


@dataclass(frozen=True)
class Curve:
    """The dots from the oldest to the newest, and the line through them."""

    marks: list[Mark]

    @property
    def path(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def last(self) -> Mark:
        return self.marks[-1]


def curve(values: Sequence[tuple[date, Decimal]]) -> Curve:
    """Days across at their true distances, values upwards from the lowest to the highest; all alike in the middle."""
    if not values:
        return Curve([])
    first, span = values[0][0], (values[-1][0] - values[0][0]).days
    low, high = min(value for _day, value in values), max(value for _day, value in values)
    return Curve([Mark(_across((day - first).days, span), _up(value - low, high - low)) for day, value in values])


def _across(days: int, span: int) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * days / span if span else (_LEFT + _RIGHT) / 2:.1f}"


def _up(above: Decimal, span: Decimal) -> str:
    return f"{_BOTTOM - (_BOTTOM - _TOP) * (float(above / span) if span else 0.5):.1f}"
