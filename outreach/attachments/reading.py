"""What stands in a file that was handed in, read by the reader beside us (``reader.py``) within seconds."""

import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from uuid import UUID

from outreach.attachments.kinds import DOCX, PDF, TEXT, XLSX
from outreach.attachments.models import Attachment

READER = [sys.executable, "-I", str(Path(__file__).with_name("reader.py"))]
#: One file, and all that come together: whoever hands them in waits for it.
SECONDS, SECONDS_IN_ALL = 4, 10
#: Each takes a core and some memory: many at once must not take the machine.
_readers = threading.BoundedSemaphore(2)
_KINDS = {
    PDF.content_type: "pdf",
    DOCX.content_type: "office",
    XLSX.content_type: "office",
}


@dataclass(frozen=True)
class Reading:
    """The words of a file; ``is_whole`` says that nothing of it was left out, which of a picture nobody can say."""

    words: str = ""
    is_whole: bool = False


def read_all(attachments: Iterable[Attachment]) -> Mapping[UUID, Reading]:
    """What stands in each, as far as the time goes."""
    end = monotonic() + SECONDS_IN_ALL
    return {one.pk: _read(one, end) for one in attachments}


def _read(attachment: Attachment, end: float) -> Reading:
    if attachment.content_type == TEXT.content_type:  # became UTF-8 when it was taken in
        with attachment.file.open("rb") as file:
            return Reading(file.read().decode(), is_whole=True)
    kind = _KINDS.get(attachment.content_type)
    if kind is None or not _readers.acquire(timeout=max(0.0, end - monotonic())):
        return Reading()
    try:
        with attachment.file.open("rb") as file:
            return _run(kind, file.read(), min(SECONDS, int(end - monotonic())))
    except FileNotFoundError:
        return Reading()
    finally:
        _readers.release()


def _run(kind: str, content: bytes, seconds: int) -> Reading:
    if seconds < 1:
        return Reading()
    command = [*READER, kind, str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, its input comes by pipe
            command, input=content, capture_output=True, timeout=seconds, env={"HOME": "/nonexistent"}, check=False
        )
    except subprocess.TimeoutExpired as late:
        return Reading((late.stdout or b"").decode(errors="replace"))
    return Reading(done.stdout.decode(errors="replace"), is_whole=done.returncode == 0)
