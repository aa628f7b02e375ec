"""One process of the audit benchmark: a writer, or the one who fills and verifies. It prints what it measured as JSON.

python -m benchmarks.portal.auditing write 200 37.5     200 appends at random, 37.5 a second (0: as fast as it can)
python -m benchmarks.portal.auditing fill 1000000       so many signed records, put in at once and chained
python -m benchmarks.portal.auditing verify             walks the chain
"""

import json
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction

from benchmarks import sides
from benchmarks.portal import bulk
from outreach.audit.chain import keys, signature
from outreach.audit.models import AuditRecord
from outreach.audit.sealing import seal
from outreach.audit.verify import verify
from outreach.audit.workflow import record
from outreach.common import clock

DETAIL = {"before": "in_progress", "after": "submitted", "version": 7}
COLUMNS = (
    "mark", "at", "actor_label", "address", "action", "object_type", "object_id", "object_label", "detail", "signature"
)  # fmt: skip


def write(count: int, pace: float) -> list[float]:
    """Milliseconds of each append with its commit; waits for a line on standard input before it starts."""
    record(action="bench.warmed")
    print("ready", flush=True)
    sys.stdin.readline()
    taken, due, arrivals = [], time.perf_counter(), random.Random(os.getpid())
    for _number in range(count):
        if pace:
            due += arrivals.expovariate(pace)
            time.sleep(max(0.0, due - time.perf_counter()))
        begun = time.perf_counter()
        with transaction.atomic():
            record(action="bench.done", detail=DETAIL)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def fill(count: int) -> dict[str, float]:
    """Sign and put in ``count`` records, then chain them all."""
    call_command("migrate", verbosity=0)
    bulk.insert(AuditRecord, COLUMNS, _signed(count))
    begun = time.perf_counter()
    sealed = seal(everything=True)
    return {"rows": sealed, "seconds": time.perf_counter() - begun}


def _signed(count: int) -> Iterator[bulk.Row]:
    key, now = keys()[0], clock.now()
    for number in range(count):
        one = AuditRecord(
            mark=uuid.uuid4(),
            at=now - timedelta(seconds=count - number),
            actor_label="刘佳",
            address="10.1.2.3",
            action="issue.submit",
            object_type="ledger.issue",
            object_id=str(number),
            object_label=f"XC-2026-{number:06d}",
            detail=DETAIL,
        )
        one.signature = signature(one, key)
        yield (
            one.mark.hex, one.at, one.actor_label, one.address, one.action, one.object_type, one.object_id,
            one.object_label, json.dumps(one.detail), one.signature,
        )  # fmt: skip


def walk() -> dict[str, object]:
    """How long one walk took, and how far the process grew by it."""
    before, begun = sides.memory_mb(), time.perf_counter()
    verdict = verify()
    seconds = time.perf_counter() - begun
    grown = sides.memory_mb() - before
    return {"rows": verdict.count, "seconds": seconds, "grown_mb": grown, "reason": verdict.reason}


def main() -> None:
    what, *numbers = sys.argv[1:]
    if what == "write":
        print(json.dumps(write(int(numbers[0]), float(numbers[1]))))
    else:
        print(json.dumps(fill(int(numbers[0])) if what == "fill" else walk()))


if __name__ == "__main__":
    main()
