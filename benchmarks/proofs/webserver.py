"""A web server as ``make run`` starts it, and somebody who kills its workers."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from benchmarks.network import free_port, wait_for
from deploy import groups
from deploy.__main__ import web

_SECONDS = 400


@contextmanager
def web_server(settings: str) -> Iterator[tuple[int, int]]:
    """Port and process of a web server with these settings."""
    port = free_port()
    connections.close_all()
    with tempfile.TemporaryFile() as spoken:
        server = subprocess.Popen(
            web("127.0.0.1", port),
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
            stdout=spoken,
            stderr=spoken,
            process_group=0,
        )
        try:
            wait_for(port)
            yield port, server.pid
        except Exception:
            spoken.seek(0)
            sys.stderr.write(spoken.read().decode(errors="replace"))
            raise
        finally:
            groups.end([server.pid], reap=lambda: [server.poll()], grace=3)


class Killer(threading.Thread):
    """``kill -9`` for workers, spread over the work however fast it goes, each at a moment of chance."""

    def __init__(self, master: int, kills: int, share_done: Callable[[], float], rng: random.Random) -> None:
        super().__init__()
        self.kills = 0
        self._master = master
        self._wanted = kills
        self._share_done = share_done
        self._rng = rng

    def run(self) -> None:
        children = Path(f"/proc/{self._master}/task/{self._master}/children")
        until = time.monotonic() + _SECONDS
        while self.kills < self._wanted and time.monotonic() < until:
            workers = children.read_text(encoding="ascii").split()
            if self._share_done() < 0.95 * self.kills / self._wanted or not workers:
                time.sleep(0.01)
                continue
            time.sleep(self._rng.random() * 0.1)
            try:
                os.kill(int(self._rng.choice(workers)), signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.kills += 1
