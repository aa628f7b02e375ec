"""A line to the web server that falls: within a request, before its answer, or within the answer."""

import itertools
import random
import re
import socket
import socketserver
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Cut:
    """Which share of a request arrives, and of its answer; without the latter nobody waits for the answer."""

    name: str
    of_request: float = 1.0
    of_answer: float | None = None


WHOLE = Cut("not at all", of_answer=1.0)
ANSWER_LOST = Cut("the answer", of_answer=0.0)
CUTS = (
    Cut("1 %", 0.01),
    Cut("50 %", 0.5),
    Cut("99.9 %", 0.999),
    Cut("100 %"),
    ANSWER_LOST,
    Cut("the end of the answer", of_answer=0.99),
)


class BadLine(socketserver.ThreadingTCPServer):
    """A port before the web server's; the given share of connections falls, by the ``cuts`` in turn."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, web_port: int, share: float, rng: random.Random, cuts: tuple[Cut, ...] = CUTS) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.web_port = web_port
        self.fallen: Counter[str] = Counter()
        self._share = share
        self._rng = rng
        self._cuts = itertools.cycle(cuts)
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def draw(self) -> Cut:
        """What becomes of the next connection."""
        with self._lock:
            if self._rng.random() >= self._share:
                return WHOLE
            cut = next(self._cuts)
            self.fallen[cut.name] += 1
            return cut

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


class _Connection(socketserver.StreamRequestHandler):
    """One request and its answer; the client closes after it."""

    server: BadLine

    def handle(self) -> None:
        with suppress(OSError):
            self._pass_on(self._request(), self.server.draw())

    def _request(self) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
            head += line
        length = _LENGTH.search(head)
        return head + self.rfile.read(int(length[1]) if length else 0)

    def _pass_on(self, request: bytes, cut: Cut) -> None:
        with socket.create_connection(("127.0.0.1", self.server.web_port), timeout=60) as beyond:
            beyond.sendall(request[: int(len(request) * cut.of_request)])
            if cut.of_answer is None:
                return
            answer = b"".join(iter(lambda: beyond.recv(65536), b""))
            self.wfile.write(answer[: int(len(answer) * cut.of_answer)])
