"""What is known of the chain without walking it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.audit.anchors import last_anchored_at
from outreach.audit.checking import EVERY
from outreach.audit.models import AuditLink, ChainCheck
from outreach.audit.sealing import unsealed
from outreach.common import clock

#: Records that wait longer than this for their place, or a check older than two of its rounds, are worth a word.
LATE_ANCHOR = timedelta(minutes=10)
LATE_CHECK = 2 * EVERY


@dataclass(frozen=True)
class ChainState:
    """``last`` is the newest check that came to its end; ``waits_since`` the oldest record without a place."""

    length: int
    last: ChainCheck | None
    is_waiting: bool
    anchored_at: datetime | None
    waits_since: datetime | None

    @property
    def kind(self) -> str:
        """Of the message: ``late`` where the chain is broken, ``soon`` where nobody has looked for long."""
        if self.last is None or self.last.ended_at is None:
            return "info"
        if self.last.reason:
            return "late"
        now = clock.now()
        is_late = now - self.last.ended_at > LATE_CHECK
        is_unnoted = self.anchored_at is None or (self.waits_since is not None and now - self.waits_since > LATE_ANCHOR)
        return "soon" if is_late or is_unnoted else "ok"


def chain_state() -> ChainState:
    """As of now."""
    head = AuditLink.objects.order_by("-seq").first()
    checks = list(ChainCheck.objects.order_by("-pk")[:20])
    return ChainState(
        length=head.seq if head else 0,
        last=next((check for check in checks if check.ended_at), None),
        is_waiting=any(check.ended_at is None for check in checks),
        anchored_at=last_anchored_at(),
        waits_since=unsealed(head).values_list("at", flat=True).first(),
    )
