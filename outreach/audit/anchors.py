"""The memory of the chain's head outside the database: without it a shortened chain would still look whole."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from django.conf import settings

from outreach.audit.models import AuditLink
from outreach.audit.sealing import seal
from outreach.common import clock

logger = logging.getLogger(__name__)
_LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class Anchor:
    """The chain had this hash at this number."""

    seq: int
    hash: str

    @classmethod
    def of_line(cls, line: str) -> Self:
        """Read one line; ``ValueError`` where it is damaged."""
        content = json.loads(line)
        if not isinstance(content, dict) or not isinstance(content.get("seq"), int):
            raise ValueError("not an anchor")  # noqa: TRY004 - a damaged line, not a wrong call
        return cls(content["seq"], str(content.get("hash")))


def path() -> Path:
    return Path(settings.AUDIT_ANCHOR_FILE)


def read_anchors() -> Iterator[Anchor]:
    """Every anchor in the order written; ``ValueError`` at a damaged line.

    Only what the file holds at the first step is read: an anchor written while the chain is
    being walked speaks of records that the walk does not see.
    """
    if not path().exists():
        return
    with path().open(encoding="utf-8") as file:
        left = os.fstat(file.fileno()).st_size
        for line in file:
            left -= len(line.encode())
            if left < 0:
                return
            yield Anchor.of_line(line)


def last_anchor() -> Anchor | None:
    """The newest anchor, read from the end of the file; ``ValueError`` where its line is damaged."""
    line = _last_line()
    return Anchor.of_line(line) if line else None


def last_anchored_at() -> datetime | None:
    """When the chain was last noted; ``None`` before the first time, or where the line does not say."""
    try:
        return datetime.fromisoformat(json.loads(_last_line())["at"])
    except (ValueError, KeyError, TypeError, OSError):
        return None


def note_head() -> bool:
    """``write_anchor`` for the portal's own rounds: a disk that takes nothing is told of, and stops no reminder."""
    try:
        write_anchor()
    except (OSError, ValueError):
        logger.exception("the audit chain could not be noted in %s: a cut would not be seen", path())
        return False
    return True


def write_anchor() -> Anchor | None:
    """Chain what was recorded and note the head if it moved; the anchor written, or ``None``.

    Rounds at once wait for one another, so that anchors stand in the order of the chain. A head behind
    the last anchor means that records are gone: nothing is written, so that ``verify_audit`` still finds it.
    The head also goes to the log, where whoever owns this machine may not reach it.
    """
    seal()
    path().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        anchor = _next_anchor()
        if anchor is not None:
            line = json.dumps({"seq": anchor.seq, "hash": anchor.hash, "at": clock.now().isoformat()}) + "\n"
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
            logger.info("audit chain: record %d has %s", anchor.seq, anchor.hash)
    return anchor


def _next_anchor() -> Anchor | None:
    last = last_anchor()
    head = AuditLink.objects.order_by("-seq").values_list("seq", "hash").first()
    seq = head[0] if head else 0
    if last is not None and seq < last.seq:
        logger.error("audit chain is shorter than its anchor: record %s is gone", last.seq)
        return None
    return Anchor(*head) if head is not None and (last is None or seq > last.seq) else None


def _last_line() -> str:
    if not path().exists():
        return ""
    with path().open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _LONGEST_LINE))
        lines = file.read().splitlines()
    return lines[-1].decode() if lines else ""
