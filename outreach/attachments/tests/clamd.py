"""A scanner for tests that speaks clamd's protocol over a real socket, and knows one virus."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The harmless text that every scanner takes for a virus (eicar.org).
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1_000_000


def _content(connection: socket.socket) -> bytes:
    reader = connection.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    content = b""
    while length := int.from_bytes(reader.read(4), "big"):
        content += reader.read(length)
        if len(content) > LARGEST:
            raise OverflowError
    return content


def _serve(connection: socket.socket, read: list[bytes]) -> None:
    with connection:
        try:
            content = _content(connection)
        except OverflowError:
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            while connection.recv(65536):
                pass
            return
        read.append(content)
        connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@contextmanager
def listening(path: Path | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Its URL, and everything it was given to read; on a socket file, or on a port of this machine."""
    server = socket.socket(socket.AF_UNIX) if path else socket.create_server(("127.0.0.1", 0))
    if path:
        server.bind(str(path))
        server.listen()
    read: list[bytes] = []

    def accept() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            _serve(connection, read)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield (f"unix://{path}" if path else f"tcp://127.0.0.1:{server.getsockname()[1]}"), read
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=10)
