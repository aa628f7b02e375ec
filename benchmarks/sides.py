"""The two or three parties of a benchmark, each in a process of its own, asked in turn.

A party is started as a module. It says what it can do, then answers one question per line: how long one
thing took, how many statements it needed, how much memory the process holds.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Act = Callable[[], object]
#: Calling it makes ready what is not timed, and returns what is.
Probe = Callable[[], Act]
Counter = Callable[[Act], int]


def serve(probes: Mapping[str, Probe], count: Counter, facts: Mapping[str, Any] | None = None) -> None:
    """Answer questions until standard input ends."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # only answers go to the other side
    _say(answers, {"names": list(probes), "facts": facts or {}})
    for line in sys.stdin:
        asked = json.loads(line)
        act = probes[asked["name"]]()
        if asked["ask"] == "count":
            _say(answers, count(act))
            continue
        begun = time.perf_counter()
        act()
        _say(answers, {"ms": (time.perf_counter() - begun) * 1000, "mb": memory_mb()})


def is_bracket(sql: str) -> bool:
    """Whether a statement only opens or closes a transaction; these are not counted."""
    return sql.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"))


def memory_mb() -> float:
    """What this process holds now; its highest so far where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


def _say(answers: Any, what: object) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


class Side:
    """One party, seen from the benchmark."""

    def __init__(self, module: str, environment: Mapping[str, str], *words: str) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=os.environ | dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = self._hear()
        self.names: list[str] = ready["names"]
        self.facts: dict[str, Any] = ready["facts"]
        self.memory_mb = 0.0

    def time(self, name: str) -> float:
        """Milliseconds that it took once."""
        answer = self._ask("time", name)
        self.memory_mb = answer["mb"]
        return float(answer["ms"])

    def statements(self, name: str) -> int:
        """How many SQL statements it needs."""
        return int(self._ask("count", name))

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, what: str, name: str) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"ask": what, "name": name}) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._module} ended with {self._process.wait()}")
        return json.loads(line)
