"""The ranking of candidate units, as docs/candidate-ranking.md says it: figures and judgement on one scale.

Units are ranked, persons never.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

OFFICE = "office"
OFFICE_WEIGHT = 30
#: Five criteria from 1 to 5.
OFFICE_HIGHEST = 25
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Candidate:
    """A unit with its figures, and the total of the office's judgement; None where nobody has judged."""

    unit: int
    figures: Mapping[str, int]
    office: int | None


@dataclass(frozen=True)
class Ranked:
    """Its place, its points of 100, and what each figure brought; those with equal points share a place."""

    candidate: Candidate
    place: int
    total: Decimal
    parts: Mapping[str, Decimal]


def rank(candidates: Sequence[Candidate], weights: Mapping[str, int]) -> list[Ranked]:
    """Most in need first; candidates with equal points stay in the order they came.

    A figure brings its weight times its share of the highest such figure among all candidates, the judgement its
    weight times its share of 25; the weights together are 100 points.
    """
    whole = sum(weights.values())
    highest = {key: max((one.figures.get(key, 0) for one in candidates), default=0) for key in weights}
    exact = [(one, {key: _part(one, key, weights[key], highest[key], whole) for key in weights}) for one in candidates]
    exact.sort(key=lambda pair: -sum(pair[1].values()))
    ranked: list[Ranked] = []
    for number, (one, parts) in enumerate(exact, start=1):
        total = _tenths(sum(parts.values(), Fraction(0)))
        place = ranked[-1].place if ranked and ranked[-1].total == total else number
        ranked.append(Ranked(one, place, total, {key: _tenths(part) for key, part in parts.items()}))
    return ranked


def _part(one: Candidate, key: str, weight: int, highest: int, whole: int) -> Fraction:
    if not whole:
        return Fraction(0)
    if key == OFFICE:
        return Fraction(100 * weight * (one.office or 0), whole * OFFICE_HIGHEST)
    return Fraction(100 * weight * one.figures.get(key, 0), whole * highest) if highest else Fraction(0)


def _tenths(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_TENTH, ROUND_HALF_UP)
