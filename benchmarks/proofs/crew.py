"""Processes that do one thing for ever, killed at random moments and replaced."""

import multiprocessing
import random
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from types import TracebackType
from typing import Self

from django.db import connections

_FORK = multiprocessing.get_context("fork")  # a new Django for each of some hundred workers would take minutes
Work = Callable[[], object]


class Crew:
    """``size`` workers, each calling ``work`` again and again; one that falls by itself counts as crashed."""

    def __init__(self, work: Work, size: int, rng: random.Random) -> None:
        self._work = work
        self._rng = rng
        self._workers: list[ForkProcess] = []
        self._size = size
        self.kills = 0
        self.crashes = 0

    def __enter__(self) -> Self:
        connections.close_all()  # a forked process must not share a connection
        self._workers = [self._start() for _ in range(self._size)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.kill()
            worker.join()

    def kill_one(self) -> None:
        """``kill -9`` for one of them, and a new one in its place."""
        place = self._rng.randrange(self._size)
        worker = self._workers[place]
        self.crashes += not worker.is_alive()
        worker.kill()
        worker.join()
        self.kills += 1
        connections.close_all()
        self._workers[place] = self._start()

    def look(self) -> None:
        """Count whoever fell by itself; nobody replaces them, so the work would come to a stop."""
        self.crashes += sum(not worker.is_alive() for worker in self._workers)

    def _start(self) -> ForkProcess:
        process = _FORK.Process(target=_for_ever, args=(self._work,), daemon=True)
        process.start()
        return process


def beside(work: Work) -> ForkProcess:
    """One process that does one thing until it is killed."""
    connections.close_all()
    process = _FORK.Process(target=work, daemon=True)
    process.start()
    return process


def wait_until(done: Callable[[], bool], seconds: float, every: float = 0.1) -> bool:
    """Whether ``done`` came true in time."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(every)
    return True


def _for_ever(work: Work) -> None:
    try:
        while True:
            if not work():
                time.sleep(0.05)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        raise
