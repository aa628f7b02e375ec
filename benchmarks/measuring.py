"""The match: every party does the same work in turn, round after round, so that a busy moment hits all of them."""

import time

from benchmarks.report import Result
from benchmarks.sides import Side

#: What takes seconds is measured less often.
SLOW_MS, SLOW_ROUNDS = 2000.0, 3
OURS = "ours"


class Match:
    """``parties`` are the portal (``ours``), the SQL ``floor`` and the ``bare`` Django; not all can do everything."""

    def __init__(self, parties: dict[str, Side], names: list[str]) -> None:
        self._parties = parties
        self._times: dict[str, dict[str, list[float]]] = {
            name: {key: [] for key, party in parties.items() if name in party.names} for name in names
        }
        self._pulses: list[float] = []

    def play(self, rounds: int) -> None:
        """Once for nothing: templates loaded, plans made, pages of the database in memory; then ``rounds`` times."""
        for name, times in self._times.items():
            for key in times:
                self._parties[key].time(name)
        for _number in range(rounds):
            self._pulses.append(pulse())
            for name, times in self._times.items():
                if not _is_enough(times[OURS]):
                    for key, taken in times.items():
                        taken.append(self._parties[key].time(name))

    @property
    def quietness(self) -> float:
        """Slowest over fastest of the same bit of Python; 1 on a machine that does nothing else."""
        return max(self._pulses) / min(self._pulses)

    def results(self, rows: int, database: str) -> list[Result]:
        """One per measurement."""
        ours = self._parties[OURS]
        return [
            Result.of(
                name,
                rows,
                database,
                times[OURS],
                times.get("floor", []),
                times.get("bare", []),
                queries=ours.statements(name),
                rss_mb=ours.memory_mb,
            )
            for name, times in self._times.items()
        ]


def _is_enough(taken: list[float]) -> bool:
    return len(taken) >= SLOW_ROUNDS and min(taken) > SLOW_MS


def pulse() -> float:
    """The same bit of Python every time: how long it takes tells how busy the machine is."""
    begun = time.perf_counter()
    sum(number * number % 7 for number in range(300_000))
    return time.perf_counter() - begun
