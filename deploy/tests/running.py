"""A real ``make run`` in a test: started as a user would, watched from outside."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTED = "Ctrl-C"
PATIENCE = 240.0
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see processes")


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a start on the embedded default, in a data folder of its own."""
    ours = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "deploy.tests.settings", "PORT": str(free_port())}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | ours | more


def ask(var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A start that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "deploy"],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def prepare(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The data made ready, as a start or a reset does it."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.data", *words],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def processes(var: Path) -> dict[int, str]:
    """Every process, by id, that lives on this data folder, whoever started it."""
    mark = f"VAR_DIR={var}\0".encode()
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended while we looked
            continue
    return found


def all_gone(var: Path, seconds: float = 20.0) -> bool:
    """Whether, within a while, nothing is left on this data folder."""
    until = time.monotonic() + seconds
    while processes(var):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


class Portal:
    """A started portal and what it has printed so far."""

    def __init__(self, var: Path, **more: str) -> None:
        self.var = var
        self.environment = environment(var, **more)
        self.output = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "deploy"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, words: str | None) -> None:
        """Read on until a line has these words; None reads to the end."""
        until = time.monotonic() + PATIENCE
        while True:
            line = self._lines.get(timeout=max(until - time.monotonic(), 0.01))
            if line is None:
                assert words is None, f"ended before {words!r}: {self.output}"
                return
            self.output += line
            if words is not None and words in line:
                return

    def answers(self, path: str) -> int:
        """The status of a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.environment['PORT']}{path}", timeout=30) as answer:
            return int(answer.status)

    def wait_for_process(self, words: str) -> int:
        """The id of a process of this portal whose command has these words, once it is there."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for number, command in processes(self.var).items():
                if words in command:
                    return number
            time.sleep(0.1)
        raise AssertionError(f"no process {words!r}: {processes(self.var)}")

    def end(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.wait_for(None)
        return self.process.wait(PATIENCE)


@contextmanager
def running(var: Path, **more: str) -> Iterator[Portal]:
    """A portal that has greeted; whatever happens, nothing of it is left afterwards."""
    portal = Portal(var, **more)
    try:
        portal.wait_for(STARTED)
        yield portal
    finally:
        for number in [portal.process.pid, *processes(var)]:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        portal.process.wait()
