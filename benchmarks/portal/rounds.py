"""Questions asked many times over; where the bare Django has a page of the kind, that page in turn with ours."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from benchmarks.browser import Browser
from benchmarks.portal.sessions import session_of
from benchmarks.sides import Side
from outreach.accounts.models import User
from outreach.wsgi import application

#: Pages of the bare project, by the names under which it offers them.
BARE_LIST, BARE_ITEM = "list, scoped officer", "item, 50 events, 10 files"


@dataclass(frozen=True)
class Question:
    """``ask`` gets the number of the round; ``beside`` is the bare page to compare with, ``most`` a limit of rounds."""

    name: str
    ask: Callable[[int], object]
    beside: str = ""
    most: int = 1000


def browser(username: str = "") -> Browser:
    """Somebody signed in, or a visitor, at the portal as a web server has it."""
    return Browser(application, session_of(User.objects.get(username=username)) if username else None)


def page(username: str, url: str) -> Callable[[int], object]:
    """A page through every layer but the network."""
    return partial(opened, browser(username), url)


def opened(reader: Browser, url: str, _number: int) -> object:
    """The page itself: to be sent to another one ends the benchmark."""
    answer = reader.get(url)
    assert answer.status == 200, f"{url}: {answer.status}"
    return answer


def bare_side(url: str, rows: int) -> Side:
    """The bare project over as many rows of its own."""
    return Side("benchmarks.bare", {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"},
                str(rows), '{"searches": {}}')  # fmt: skip


def play(questions: Iterable[Question], rounds: int, bare: Side) -> None:
    """Ask each once for nothing (templates loaded, plans made), then ``rounds`` times, and print what it took."""
    for question in questions:
        parties: dict[str, Callable[[int], float]] = {"ours": partial(_timed, question.ask)}
        if question.beside:
            parties["bare"] = lambda _number, beside=question.beside: bare.time(beside)  # type: ignore[misc]  # bound
        taken: dict[str, list[float]] = {name: [] for name in parties}
        for number in range(min(rounds, question.most) + 1):
            for name, ask in parties.items():
                taken[name].append(ask(number))
        print(_line(question.name, **{name: sorted(times[1:]) for name, times in taken.items()}), flush=True)


def _timed(ask: Callable[[int], object], number: int) -> float:
    begun = time.perf_counter()
    ask(number)
    return 1000 * (time.perf_counter() - begun)


def _line(name: str, ours: list[float], bare: list[float] | None = None) -> str:
    p50, p95 = statistics.median(ours), ours[min(len(ours) - 1, round(0.95 * len(ours)))]
    line = f"{name:32} p50 {p50:8.1f} ms   p95 {p95:8.1f} ms"
    if not bare:
        return line
    stock = statistics.median(bare)
    return f"{line}   bare {stock:8.1f} ms   × {p50 / stock:.2f}"
