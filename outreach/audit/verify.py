"""Walks the audit chain from its first record and names the first that is not as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, router
from django.utils.translation import gettext as _

from outreach.audit import guards
from outreach.audit.anchors import Anchor, read_anchors
from outreach.audit.chain import Stored, digest, keys
from outreach.audit.models import FIRST_PREVIOUS_HASH, AuditRecord

_COLUMNS = tuple(Stored.__slots__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain is whole; ``seq`` and ``reason`` name the first break, if there is one."""

    count: int
    seq: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.reason


class _BrokenError(Exception):
    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


class _Walk:
    """The state of one pass: a few values, however long the chain is."""

    def __init__(self, anchors: Iterator[Anchor]) -> None:
        self.count = 0
        self.seq = 0
        self.hash = FIRST_PREVIOUS_HASH
        self.keys = list(keys())  # the oldest last: the walk goes from it to the newest and never back
        self.anchors = anchors
        self.anchor = self._next_anchor()

    def _next_anchor(self) -> Anchor | None:
        try:
            return next(self.anchors, None)
        except ValueError:
            raise _BrokenError(self.seq, _("锚点文件有一行读不出来")) from None

    def step(self, row: Stored) -> None:
        if row.seq != self.seq + 1:
            raise _BrokenError(self.seq + 1, _("这一条不见了"))
        if row.previous_hash != self.hash:
            raise _BrokenError(row.seq, _("与前一条接不上：有记录被插入、调换或改写"))
        if not self._is_signed(row):
            raise _BrokenError(row.seq, _("内容与校验值不符：这一条被改过，或不是门户写的"))
        self.seq, self.hash, self.count = row.seq, row.hash, self.count + 1
        while self.anchor is not None and self.anchor.seq <= self.seq:
            if self.anchor != Anchor(self.seq, self.hash):
                raise _BrokenError(self.anchor.seq, _("与锚点文件不符：链被整体重写，或锚点文件被改过"))
            self.anchor = self._next_anchor()

    def _is_signed(self, row: Stored) -> bool:
        """With the key in use so far, or with one that took over here."""
        while digest(row, self.keys[-1]) != row.hash:
            if len(self.keys) == 1:
                return False
            self.keys.pop()
        return True

    def finish(self) -> None:
        if self.anchor is not None:
            raise _BrokenError(
                self.seq + 1, _("锚点文件记到第 %(seq)s 条，之后的记录被清除或回退") % {"seq": self.anchor.seq}
            )


def _rows(using: str) -> Iterator[Stored]:
    rows = AuditRecord.objects.using(using).order_by("seq").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        yield Stored(*row)


def verify(*, using: str | None = None) -> Verdict:
    """Check every record against its hash, the record before it and the anchor file."""
    alias = using or router.db_for_read(AuditRecord)
    count = 0
    try:
        # The anchors are opened before the first row is read; see read_anchors.
        walk = _Walk(read_anchors())
        for row in _rows(alias):
            walk.step(row)
            count = walk.count
        walk.finish()
    except _BrokenError as broken:
        return Verdict(count, broken.seq, broken.reason)
    if gone := guards.missing(connections[alias]):
        return Verdict(count, None, _("数据库的防改触发器不在：%(names)s") % {"names": ", ".join(gone)})
    return Verdict(count)
