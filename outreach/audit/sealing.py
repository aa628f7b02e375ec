"""Gives signed records their place in the chain, many at a time.

Chaining inside the transactions that record would let one writer at a time through the whole
portal, each waiting for the other's commit to reach the disk. A record is signed when it is
written, so until it is chained it can be removed but neither forged nor changed; rounds of the
scheduler chain and anchor it within a minute (docs/adr/0012).
"""

from django.db import connections, router, transaction

from outreach.audit.chain import BEGINNING, keys, link_hash
from outreach.audit.models import AuditLink, AuditQuerySet, AuditRecord

# Any fixed number that no other advisory lock of the portal uses.
CHAIN_LOCK = 4_215_530_127
BATCH = 2000
#: Numbers are given out before the transaction that uses them commits: so far back one may still come in.
LATE = 20_000


def seal(*, everything: bool = False) -> int:
    """Chain what is not chained yet, in the order of its numbers; how many. Any number may seal at once.

    ``everything`` also looks further back than ``LATE`` numbers, which takes a look at every record.
    """
    sealed = 0
    while done := _seal_batch(everything=everything):
        sealed += done
        if done < BATCH:
            break
    return sealed


def _seal_batch(*, everything: bool) -> int:
    using = router.db_for_write(AuditLink)
    with transaction.atomic(using=using):
        _lock(using)
        head = AuditLink.objects.using(using).order_by("-seq").first()
        seq, previous = (head.seq, head.hash) if head else (0, BEGINNING)
        waiting = unsealed(head, everything=everything).using(using)
        links, key = [], keys()[0]
        for record_id, signed in waiting.values_list("pk", "signature")[:BATCH]:
            seq += 1
            previous = link_hash(previous, seq, record_id, signed, key)
            links.append(AuditLink(seq=seq, record_id=record_id, hash=previous))
        AuditLink.objects.using(using).bulk_create(links)
    return len(links)


def unsealed(head: AuditLink | None, *, everything: bool = False) -> AuditQuerySet:
    """Records without a place behind ``head``, the end of the chain, in the order of their numbers."""
    since = 0 if everything or head is None else head.record_id - LATE
    found: AuditQuerySet = AuditRecord.objects.filter(pk__gt=since, link=None).order_by("pk")
    return found


def _lock(using: str) -> None:
    """One at a time, or two would give the same place away; on SQLite the transaction is IMMEDIATE already."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
