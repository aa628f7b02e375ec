"""How many petitions a minute of rush the portal takes: ``python -m benchmarks.submitting [--rows 100000]``.

The portal and the bare project stand behind the web server of ``make run``, two workers each, on PostgreSQL. Eight
people at a time hand in, at one and at the other in turn. Two rates are printed: from the open form to the page that
says that it has arrived, and the sending alone, of forms filled in before.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from benchmarks import scratch
from benchmarks.measuring import pulse
from benchmarks.network import free_port, wait_for
from benchmarks.visitors import Load, Visitor
from deploy import groups
from deploy.__main__ import web

CLIENTS = 8
SAID = {"title": "九月夜班津贴少发", "facts": "上个月的夜班只算了一半，问了三次没有答复。", "request": "请补发差额。"}
#: What is left to do for somebody who has filled in everything.
Sending = Callable[[], str]


def at_the_portal(visitor: Visitor) -> Sending:
    """Through the steps to the last look."""
    page = visitor.get("/petitions/new/")
    page = visitor.post("/petitions/new/", page, kind="appeal")
    page = visitor.post("/petitions/new/matter/", page, **SAID, is_unit_unknown="on", people_count="1")
    page = visitor.post("/petitions/new/contact/", page, naming="real", name="赵某", phone="13800130021")
    return partial(visitor.post, "/petitions/new/review/", page, is_true="on")


def at_the_bare(visitor: Visitor) -> Sending:
    """Its one form."""
    said = {"title": SAID["title"], "description": SAID["facts"], "unit": "1"}
    return partial(visitor.post, "/new/", visitor.get("/new/"), **said)


FORMS: dict[str, Callable[[Visitor], Sending]] = {"ours": at_the_portal, "bare": at_the_bare}


@contextmanager
def sites(rows: int) -> Iterator[dict[str, str]]:
    """Both, filled and listening."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="outreach-bench-"))
        addresses = {}
        for name, module, settings, door in (
            ("ours", "benchmarks.portal.seeding", "outreach.settings.dev", "outreach.wsgi"),
            ("bare", "benchmarks.bare.filling", "benchmarks.bare.settings", "benchmarks.bare.wsgi"),
        ):
            env = os.environ | {
                "DATABASE_URL": stack.enter_context(scratch.postgresql(f"rush_{name}_{rows}")),
                "DJANGO_SETTINGS_MODULE": settings,
                "VAR_DIR": folder,
                "REDIS_URL": "",
                "INTERNAL_NETWORKS": "127.0.0.0/8",  # as from one site: hundreds of forms would be asked a question
            }
            subprocess.run([sys.executable, "-m", module, str(rows)], env=env, check=True)
            addresses[name] = stack.enter_context(_served(door, env))
        yield addresses


@contextmanager
def _served(door: str, env: dict[str, str]) -> Iterator[str]:
    """The address of a web server as ``make run`` starts it, before this door."""
    port = free_port()
    server = subprocess.Popen(web("127.0.0.1", port, door), env=env, process_group=0)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        groups.end([server.pid], reap=lambda: [server.poll()], grace=3)


def rush(site: str, fill: Callable[[Visitor], Sending], number: int) -> tuple[float, float]:
    """So many petitions by eight people at once: how many a second in all, and how many sendings a second."""
    load = Load()
    with ThreadPoolExecutor(CLIENTS) as pool:
        begun = time.perf_counter()
        filled = list(pool.map(lambda _number: fill(Visitor(site, load)), range(number)))
        sent_from = time.perf_counter()
        list(pool.map(lambda send: send(), filled))
        ended = time.perf_counter()
    if load.errors:
        raise RuntimeError(f"{len(load.errors)} not taken: {load.errors[0]}")
    return number / (ended - begun), number / (ended - sent_from)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.submitting", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--number", type=int, default=40, help="petitions in each round")
    asked = parser.parse_args()
    with sites(asked.rows) as addresses:
        rates: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
        pulses = []
        for round_number in range(asked.rounds + 1):
            pulses.append(pulse())
            for name, site in addresses.items():
                rate = rush(site, FORMS[name], asked.number)
                if round_number:  # the first is for nothing: pages are loaded, plans made
                    rates[name].append(rate)
    medians = [[statistics.median(column) for column in zip(*found, strict=True)] for found in rates.values()]
    for words, ours, bare in zip(("form to receipt", "sending alone"), *medians, strict=True):
        print(f"{words:16} {ours:7.1f} a second   bare {bare:7.1f}   × {ours / bare:.2f}")
    print(f"quietness: the same bit of Python took {max(pulses) / min(pulses):.1f} × longer at worst than at best")


if __name__ == "__main__":
    main()
