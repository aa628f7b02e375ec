"""A real SMTP server that notes the Message-ID of every mail before it says that it took it."""

import re
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

_MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)", re.MULTILINE | re.IGNORECASE)


class Noting:
    """Appends one line per accepted mail."""

    def __init__(self, log: Path) -> None:
        self._file = log.open("ab", buffering=0)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        found = _MESSAGE_ID.search(envelope.original_content)
        self._file.write((found[1] if found else b"none") + b"\n")
        return "250 OK"


def serve(port: int, log: Path) -> None:
    """Take mails until the process is killed."""
    Controller(Noting(log), hostname="127.0.0.1", port=port).start()
    signal.pause()


class MailLog:
    """What the server has taken since a moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._since = path.stat().st_size if path.exists() else 0

    def taken(self) -> Counter[str]:
        """How often each Message-ID came."""
        with self._path.open("rb") as file:
            file.seek(self._since)
            return Counter(line.decode() for line in file.read().splitlines())

    def count(self) -> int:
        """How many mails came; every line is as long as a UUID and its newline."""
        return (self._path.stat().st_size - self._since) // 37
