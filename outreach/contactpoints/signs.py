"""Figures of other rooms that speak for making a unit a contact point, handed over when these rooms start.

This room knows neither the ledger nor the channels; each registers a ``Witness`` from its ``AppConfig.ready()``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from outreach.org.scoping import Rights

#: Figure → unit id → how many; a unit that is not named has none.
Counts = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class Sign:
    """One figure: ``url(unit)`` opens the rows it counts, ``weight`` is its default in the ranking."""

    key: str
    label: str | Promise
    explains: str | Promise
    weight: int
    url: Callable[[int], str] | None = None


@dataclass(frozen=True)
class Witness:
    """One room: its signs, the permission without which nobody sees them, and what they are for each unit.

    ``count(rights, today, path)`` counts as this reader may see it; ``path`` narrows to a unit and those under it,
    empty is everywhere.
    """

    signs: tuple[Sign, ...]
    permission: str
    count: Callable[[Rights, date, str], Counts]


@dataclass(frozen=True)
class Seen:
    """The signs this reader may see, those kept from them, and the counts."""

    signs: list[Sign]
    hidden: list[Sign]
    counts: Counts

    def below(self, paths: Mapping[int, str]) -> Counts:
        """Each unit with everything under it; ``paths`` of all units, such as ``1/4/9/``."""
        summed: dict[str, Counter[int]] = {sign.key: Counter() for sign in self.signs}
        for key, of_unit in self.counts.items():
            for unit, n in of_unit.items():
                for above in paths.get(unit, "").rstrip("/").split("/"):
                    if above:
                        summed[key][int(above)] += n
        return summed

    def whole(self) -> dict[str, int]:
        """Over all units that were counted."""
        return {sign.key: sum(self.counts.get(sign.key, {}).values()) for sign in self.signs}


class Witnesses:
    """The rooms that speak, in the order they registered."""

    def __init__(self) -> None:
        self._witnesses: dict[str, Witness] = {}

    def register(self, key: str, witness: Witness) -> None:
        self._witnesses[key] = witness

    def signs(self) -> Iterator[Sign]:
        for witness in self._witnesses.values():
            yield from witness.signs

    def seen_by(self, rights: Rights, path: str = "") -> Iterator[Sign]:
        """Those of the rooms that this person may look into, for the unit at ``path`` or anywhere at all."""
        for witness in self._witnesses.values():
            if rights.covers(witness.permission, path) if path else rights.may(witness.permission):
                yield from witness.signs

    def ask(self, rights: Rights, today: date, path: str = "") -> Seen:
        """Every room once, however many units there are."""
        signs = list(self.seen_by(rights))
        hidden = [sign for sign in self.signs() if sign not in signs]
        counts: dict[str, Mapping[int, int]] = {}
        for witness in self._witnesses.values():
            if rights.may(witness.permission):
                counts |= witness.count(rights, today, path)
        return Seen(signs, hidden, counts)


witnesses = Witnesses()
