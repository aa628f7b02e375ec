"""Where the marks of a chart stand: numbers become places here, so that screen, print and PDF show the same."""

from dataclasses import dataclass
from datetime import date

from outreach.dashboard.figures.causes import Progress
from outreach.dashboard.figures.flow import Share, Week
from outreach.dashboard.figures.standing import Standing

_WIDTH = 1000
_GAP = 2.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 288.0, 14.0, 152.0
_LEAST_BETWEEN_LABELS = 16.0


@dataclass(frozen=True)
class Block:
    """One piece of the bar of states; ``ink`` is its class in the stylesheet."""

    ink: str
    x: str
    width: str


@dataclass(frozen=True)
class Line:
    """One line of the trend: its points, and the height of the label at its end."""

    points: list[tuple[str, str]]
    label_y: str

    @property
    def path(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Trend:
    """Two lines over the weeks, with the lines of the grid and the days under them."""

    entered: Line
    closed: Line
    grid: list[tuple[str, int]]
    days: list[tuple[str, date]]


@dataclass(frozen=True)
class Bar:
    """One bar in percent of the widest: its track, what is done, and the mark of what is due."""

    track: str
    done: str
    tick: str = ""


def _at(place: float) -> str:
    """A place as SVG writes it, whatever the language."""
    return f"{place:.1f}"


def state_bar(standing: Standing) -> list[Block]:
    """Blocks as wide as the states have items, in the order of the road."""
    total = standing.active.n
    blocks, x = [], 0.0
    for number, one in enumerate(standing.states):
        width = _WIDTH * one.amount.n / total if total else 0.0
        if width:
            blocks.append(Block(f"sx-s{number}", _at(x), _at(max(width - _GAP, width / 2))))
        x += width
    return blocks


def trend(weeks: list[Week]) -> Trend:
    """A scale that starts at nothing and ends at a round number."""
    highest = max(1, *(amount.n for week in weeks for amount in (week.entered, week.closed)))
    step = _round_step(highest)
    top = step * -(-highest // step)
    entered = [(_x(i, weeks), _y(week.entered.n, top)) for i, week in enumerate(weeks)]
    closed = [(_x(i, weeks), _y(week.closed.n, top)) for i, week in enumerate(weeks)]
    upper, lower = sorted([entered[-1][1], closed[-1][1]])
    lower = max(lower, upper + _LEAST_BETWEEN_LABELS)
    closed_is_upper = closed[-1][1] <= entered[-1][1]
    return Trend(
        Line([(_at(x), _at(y)) for x, y in entered], _at((lower if closed_is_upper else upper) + 5)),
        Line([(_at(x), _at(y)) for x, y in closed], _at((upper if closed_is_upper else lower) + 5)),
        [(_at(_y(n, top)), n) for n in range(0, top + 1, step)],
        [(_at(_x(i, weeks)), weeks[i].span.last) for i in (0, len(weeks) // 3, 2 * len(weeks) // 3, len(weeks) - 1)],
    )


def _round_step(highest: int) -> int:
    """At most four lines of the grid above nothing."""
    scale = 1
    while highest > 20 * scale:
        scale *= 10
    return next(base * scale for base in (1, 2, 5) if highest <= 4 * base * scale)


def _x(number: int, weeks: list[Week]) -> float:
    return _LEFT + (_RIGHT - _LEFT) * number / max(1, len(weeks) - 1)


def _y(n: int, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * n / top


def progress_bars(rows: list[Progress]) -> list[Bar]:
    """Bars on one scale: the track is all that is planned, the mark what is due by today."""
    widest = max((row.planned for row in rows), default=1)
    return [
        Bar(_at(100 * row.planned / widest), _at(100 * row.done / widest), _at(100 * row.due / widest)) for row in rows
    ]


def share_bars(shares: list[Share]) -> list[Bar]:
    """The track is the whole."""
    return [Bar("100.0", _at(100 * share.part.n / share.whole.n if share.whole.n else 0)) for share in shares]


def count_bars(counts: list[int]) -> list[Bar]:
    """Bars on one scale, without a track."""
    widest = max(counts, default=1)
    return [Bar("0.0", _at(100 * n / widest)) for n in counts]
