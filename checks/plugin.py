"""Which tests can run where, and ``--no-skips`` for a run that must leave nothing out."""

import gc
import os
import shutil
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

import pytest
from django.db import connection

FONTS = Path("/usr/share/fonts")
#: New objects between two looks for garbage: a test leaves little, and looking is what takes the time.
GARBAGE = 50_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--no-skips``."""
    parser.addoption("--no-skips", action="store_true", help="fail when any test is skipped")


def _missing(item: pytest.Item) -> str | None:
    """What this test needs and this machine lacks."""
    if item.get_closest_marker("services") and not (connection.vendor == "postgresql" and os.environ.get("REDIS_URL")):
        return "needs PostgreSQL and Redis: set DATABASE_URL and REDIS_URL"
    if item.get_closest_marker("browser") and not any(map(shutil.which, CHROMIUM)):
        return "needs Chromium: apt install chromium"
    if item.get_closest_marker("pdf") and not (find_library("pangoft2-1.0") and any(FONTS.rglob("Noto*CJK*"))):
        return "needs Pango and Chinese fonts: apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"
    return None


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


def _is_the_same_everywhere(item: pytest.Item) -> bool:
    """Whether this test is about the embedded default, or asks no database at all: once is enough."""
    if item.get_closest_marker("embedded"):
        return True
    return not _asks_a_database(item) and not item.get_closest_marker("services")


def _empties_the_database(item: pytest.Item) -> bool:
    """Whether it commits, so that every table is emptied behind it."""
    marker = item.get_closest_marker("django_db")
    is_told = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_told or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def _turn(item: pytest.Item) -> tuple[int, bool]:
    """Programs that are started and killed first: they take minutes and no test database. Then what is rolled back,
    then what empties tables, as Django has it. In each part the long ones come first: at the end of all, one process
    would wait for the other.
    """
    part = 1 + _empties_the_database(item) if _asks_a_database(item) else 0
    return part, not any(map(item.get_closest_marker, ("long", "browser")))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Skip with the reason what can't run, and leave out elsewhere what is the same on every database."""
    if connection.vendor != "sqlite" and (left_out := [item for item in items if _is_the_same_everywhere(item)]):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again and again
    gc.set_threshold(GARBAGE)
    for item in items:
        if reason := _missing(item):
            item.add_marker(pytest.mark.skip(reason=reason))
    yield
    items.sort(key=_turn)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run with skipped tests into a failed one where that was asked."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("--no-skips") and reporter.stats.get("skipped"):
        reporter.write_line("\nSkipped tests are not allowed in this run (--no-skips).", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
