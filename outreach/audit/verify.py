"""Walks the audit chain from its first record and names the first that is not as it was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import connections, router
from django.db.models import Count
from django.utils.translation import gettext as _

from outreach.audit import guards
from outreach.audit.anchors import Anchor, read_anchors
from outreach.audit.chain import BEGINNING, Stored, keys, link_hash, signature
from outreach.audit.models import AuditLink, AuditRecord
from outreach.audit.sealing import seal

_RECORD = tuple(f"record__{name}" for name in Stored.__slots__)


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


class _Signer:
    """The key in use so far; a newer one may take over, the old one never comes back."""

    def __init__(self) -> None:
        self._keys = list(keys())

    def signed(self, written: str, again: Callable[[bytes], str]) -> bool:
        """Whether ``written`` is what the key in use, or one that takes over here, makes of the content."""
        for place in range(len(self._keys) - 1, -1, -1):
            if again(self._keys[place]) == written:
                del self._keys[place + 1 :]
                return True
        return False


class _Walk:
    """The state of one pass: a few values, however long the chain is."""

    def __init__(self, anchors: Iterator[Anchor]) -> None:
        self.count = 0
        self.seq = 0
        self.hash = BEGINNING
        self.records, self.links = _Signer(), _Signer()
        self.anchors = anchors
        self.anchor = self._next_anchor()

    def _next_anchor(self) -> Anchor | None:
        try:
            return next(self.anchors, None)
        except ValueError:
            raise _BrokenError(self.seq, _("锚点文件有一行读不出来")) from None

    def step(self, seq: int, chained: str, row: Stored) -> None:
        if seq != self.seq + 1:
            raise _BrokenError(self.seq + 1, _("这一条不见了"))
        if not self.records.signed(row.signature, partial(signature, row)):
            raise _BrokenError(seq, _("内容与签名不符：这一条被改过，或不是门户写的"))
        if not self.links.signed(chained, partial(link_hash, self.hash, seq, row.id, row.signature)):
            raise _BrokenError(seq, _("与前一条接不上：有记录被插入、删除、调换或改写"))
        self.seq, self.hash, self.count = seq, chained, self.count + 1
        while self.anchor is not None and self.anchor.seq <= self.seq:
            if self.anchor != Anchor(self.seq, self.hash):
                raise _BrokenError(self.anchor.seq, _("与锚点文件不符：链被整体重写，或锚点文件被改过"))
            self.anchor = self._next_anchor()

    def finish(self) -> None:
        if self.anchor is not None:
            raise _BrokenError(
                self.seq + 1, _("锚点文件记到第 %(seq)s 条，之后的记录被清除或回退") % {"seq": self.anchor.seq}
            )


def verify(*, using: str | None = None) -> Verdict:
    """Check every record against its signature, its place and the anchor file, after chaining what waits for it."""
    alias = using or router.db_for_read(AuditLink)
    count = 0
    try:
        # The anchors are opened before the first row is read; see read_anchors.
        walk = _Walk(read_anchors())
        seal(everything=True)
        for seq, chained, row in _rows(alias):
            walk.step(seq, chained, row)
            count = walk.count
        walk.finish()
    except _BrokenError as broken:
        return Verdict(count, broken.seq, broken.reason)
    return Verdict(count, *_loose_ends(alias))


def _rows(using: str) -> Iterator[tuple[int, str, Stored]]:
    """Streamed: the server keeps the result, however long it is."""
    rows = AuditLink.objects.using(using).order_by("seq").values_list("seq", "hash", *_RECORD)
    for seq, chained, *record in rows.iterator(chunk_size=2000):
        yield seq, chained, Stored(*record)


def _loose_ends(using: str) -> tuple[int | None, str]:
    """What walking does not meet: a record copied under another number, triggers taken off."""
    records = AuditRecord.objects.using(using).order_by("mark")
    if twin := records.values("mark").annotate(n=Count("pk")).filter(n__gt=1).first():
        last = AuditLink.objects.using(using).filter(record__mark=twin["mark"]).order_by("-seq").first()
        return last.seq if last else None, _("这一条与另一条完全相同：是复制进来的")
    if gone := guards.missing(connections[using]):
        return None, _("数据库的防改触发器不在：%(names)s") % {"names": ", ".join(gone)}
    return None, ""
