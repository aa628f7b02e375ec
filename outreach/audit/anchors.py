"""The memory of the chain's head outside the database: without it a shortened chain would still look whole."""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings

from outreach.audit.models import AuditRecord
from outreach.common import clock

logger = logging.getLogger(__name__)


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
    return Path(settings.VAR_DIR) / "audit-anchor.jsonl"


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
    """The newest anchor, read from the end of the file."""
    if not path().exists():
        return None
    with path().open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - 4096))
        lines = file.read().splitlines()
    return Anchor.of_line(lines[-1].decode()) if lines else None


def write_anchor() -> Anchor | None:
    """Note the head of the chain if it moved since the last anchor; the anchor written, or ``None``.

    A head behind the last anchor means that records are gone: nothing is written, so that
    ``verify_audit`` still finds it.
    """
    head = AuditRecord.objects.order_by("-seq").values_list("seq", "hash").first()
    last = last_anchor()
    seq = head[0] if head else 0
    if last is not None and seq < last.seq:
        logger.error("audit chain is shorter than its anchor: record %s is gone", last.seq)
        return None
    if head is None or (last is not None and seq == last.seq):
        return None
    anchor = Anchor(*head)
    line = json.dumps({"seq": anchor.seq, "hash": anchor.hash, "at": clock.now().isoformat()}) + "\n"
    path().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    return anchor
