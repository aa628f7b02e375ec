"""Looking for viruses with ClamAV where there is one; taking files in never waits for it.

A file is "not scanned" until the scheduler has come round, and what is infected is never handed out.
The protocol is clamd's ``INSTREAM`` (clamd(8)): the file is sent in pieces, each behind its length.
"""

import logging
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from outreach.attachments.models import Attachment, ScanResult
from outreach.common import clock

logger = logging.getLogger(__name__)

SECONDS = 30.0
_CHUNK_BYTES = 64 * 1024
_MOST_ANSWER_BYTES = 4096
_FOUND = re.compile(r"stream: (.+) FOUND")


class ScannerAwayError(Exception):
    """The scanner does not answer, or not in words that are known: nothing is known about any file."""


class UnreadableError(Exception):
    """The scanner will not read this one file, such as one above its ``StreamMaxLength``."""


@dataclass
class Round:
    """What became of one round of scanning."""

    clean: int = 0
    infected: int = 0
    unread: int = 0


def is_configured() -> bool:
    """Whether this portal has a scanner at all (``CLAMD_URL``)."""
    return bool(settings.CLAMD_URL)


def scan_waiting(most: int = 200) -> Round:
    """Scan files that nobody has looked at yet, the oldest first; safe to run twice at once."""
    return scan_all(Attachment.objects.unscanned().order_by("created_at")[:most])


def scan_all(attachments: QuerySet[Attachment]) -> Round:
    """Scan each; stops when the scanner goes away, since the next round comes soon. Nothing without a scanner."""
    done = Round()
    if not is_configured():
        return done
    for attachment in attachments.iterator(chunk_size=100):
        try:
            found = _virus_in(attachment)
        except ScannerAwayError as away:
            logger.warning("virus scanner at %s: %s", settings.CLAMD_URL, away)
            break
        except (FileNotFoundError, UnreadableError) as reason:
            logger.warning("attachment %s cannot be scanned: %s", attachment.pk, reason)
            done.unread += 1
            continue
        _note(attachment, found)
        done.infected += bool(found)
        done.clean += not found
    return done


def _note(attachment: Attachment, found: str) -> None:
    if found:
        logger.warning("attachment %s is infected with %s and no longer handed out", attachment.pk, found)
    result = ScanResult.INFECTED if found else ScanResult.CLEAN
    Attachment.objects.filter(pk=attachment.pk).update(
        scan_result=result, scan_found=found[:200], scanned_at=clock.now()
    )


def _virus_in(attachment: Attachment) -> str:
    """The name of the virus; empty for a clean file."""
    with attachment.file.open("rb") as file:
        try:
            answer = _ask(file.chunks(_CHUNK_BYTES))
        except OSError as error:
            raise ScannerAwayError(str(error)) from error
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1]
    if "size limit exceeded" in answer:
        raise UnreadableError(answer)
    raise ScannerAwayError(answer or "no answer")


def _ask(chunks: Iterable[bytes]) -> str:
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER_BYTES and (part := connection.recv(1024)):
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected() -> socket.socket:
    """A connection to ``unix:///path`` or ``tcp://host:port``."""
    url = urlsplit(settings.CLAMD_URL)
    if url.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(url.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((url.hostname or "127.0.0.1", url.port or 3310), timeout=SECONDS)
