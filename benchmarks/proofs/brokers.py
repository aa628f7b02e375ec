"""Redis that runs, that is gone, and that takes connections and never answers."""

import contextlib
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import redis

from benchmarks.network import wait_for


@contextlib.contextmanager
def running_redis(port: int) -> Iterator[None]:
    """A server of our own that forgets everything; killed with ``kill -9`` at the end."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            redis.Redis(port=port).ping()
            yield
        finally:
            server.kill()
            server.wait()


@contextlib.contextmanager
def silent_redis(port: int) -> Iterator[None]:
    """Somebody listens, takes every connection, and says nothing."""
    listener = socket.create_server(("127.0.0.1", port), backlog=64)
    held: list[socket.socket] = []

    def take() -> None:
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                held.append(listener.accept()[0])

    threading.Thread(target=take, daemon=True).start()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        for each in (listener, *held):
            each.close()
