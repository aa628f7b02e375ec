"""What a benchmark found, as JSON for comparing and as a table for reading."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Self

HEAD = ("", "p50 ms", "p95 ms", "SQL", "floor ms", "× floor", "bare ms", "× bare", "MB")


@dataclass(frozen=True)
class Result:
    """One measurement of ours beside the floor and, where it has the like, the bare Django."""

    name: str
    rows: int
    database: str
    p50_ms: float
    p95_ms: float
    queries: int
    floor_ms: float | None
    ratio: float | None
    bare_ms: float | None
    rss_mb: float

    @classmethod
    def of(
        cls,
        name: str,
        rows: int,
        database: str,
        ours: Sequence[float],
        floor: Sequence[float],
        bare: Sequence[float],
        *,
        queries: int,
        rss_mb: float,
    ) -> Self:
        """From the single times of all three."""
        p50, lowest, stock = median(ours), _median(floor), _median(bare)
        ratio = round(p50 / lowest, 1) if lowest else None
        return cls(
            name, rows, database, round(p50, 2), round(_p95(ours), 2), queries, lowest, ratio, stock, round(rss_mb)
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """One line of the table."""
        beside = self.p50_ms / self.bare_ms if self.bare_ms else None
        numbers = (self.p50_ms, self.p95_ms, self.queries, self.floor_ms, self.ratio, self.bare_ms, beside, self.rss_mb)
        return (self.name, *map(_shown, numbers))


def _median(times: Sequence[float]) -> float | None:
    return round(median(times), 2) if times else None


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _shown(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.1f}" if number < 100 and number % 1 else f"{number:,.0f}"


def table(results: Sequence[Result]) -> str:
    """Columns under a head, numbers to the right."""
    lines = [HEAD, *(result.cells for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def as_json(results: Sequence[Result]) -> str:
    """The shape that other tools read."""
    return json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1) + "\n"
