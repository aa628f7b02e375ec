"""Many at once, for tests of what only concurrency can break."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def race(many: int, act: Callable[[int], T]) -> list[T | Exception]:
    """Let ``act(0)`` … ``act(many - 1)`` start together, each on its own connection; what each gave or raised."""
    start = Barrier(many)

    def run(number: int) -> T | Exception:
        start.wait(timeout=30)
        try:
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))
