"""The ranking of candidate units, as docs/candidate-ranking.md says it: figures and judgement on one scale.

Units are ranked, persons never.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import lcm

OFFICE = "office"
OFFICE_WEIGHT = 30
#: Five criteria from 1 to 5.
OFFICE_HIGHEST = 25


@dataclass(frozen=True)
class Candidate:
    """A unit with its figures, and the total of the office's judgement; None where nobody has judged."""

    unit: int
    figures: Mapping[str, int]
    office: int | None


@dataclass(frozen=True)
class Scale:
    """What one of each figure brings, in whole numbers: ``unit`` of them are one point of 100, nothing is rounded."""

    per_one: Mapping[str, int]
    unit: int

    @classmethod
    def of(cls, candidates: Sequence[Candidate], weights: Mapping[str, int]) -> "Scale":
        """A figure brings its weight times its share of the highest such figure among all candidates, the judgement
        its weight times its share of 25; the weights together are 100 points.
        """
        highest = {key: max((one.figures.get(key, 0) for one in candidates), default=0) for key in weights}
        highest[OFFICE] = OFFICE_HIGHEST
        common, whole = lcm(*(most for most in highest.values() if most)), sum(weights.values())
        per_one = {
            key: 100 * weight * (common // highest[key]) if highest[key] else 0 for key, weight in weights.items()
        }
        return cls(per_one, common * whole or 1)

    def of_part(self, one: Candidate, key: str) -> int:
        return self.per_one[key] * ((one.office or 0) if key == OFFICE else one.figures.get(key, 0))

    def points(self, amount: int) -> Decimal:
        """With one decimal, a half rounded up."""
        return Decimal((20 * amount + self.unit) // (2 * self.unit)).scaleb(-1)


@dataclass(frozen=True)
class Ranked:
    """Its place and its points of 100; those with equal points share a place."""

    candidate: Candidate
    place: int
    total: Decimal
    scale: Scale

    @cached_property
    def parts(self) -> dict[str, Decimal]:
        """What each figure brought."""
        return {key: self.scale.points(self.scale.of_part(self.candidate, key)) for key in self.scale.per_one}


def rank(candidates: Sequence[Candidate], weights: Mapping[str, int]) -> list[Ranked]:
    """Most in need first; candidates with equal points stay in the order they came."""
    scale = Scale.of(candidates, weights)
    exact = [(one, sum(scale.of_part(one, key) for key in weights)) for one in candidates]
    exact.sort(key=lambda pair: -pair[1])
    ranked: list[Ranked] = []
    for number, (one, amount) in enumerate(exact, start=1):
        total = scale.points(amount)
        place = ranked[-1].place if ranked and ranked[-1].total == total else number
        ranked.append(Ranked(one, place, total, scale))
    return ranked
