"""Many writers, one chain."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from outreach.audit.models import AuditRecord
from outreach.audit.verify import verify
from outreach.audit.workflow import record

WRITERS = 8
EACH = 50


def _write(writer: int) -> list[float]:
    took = []
    try:
        for number in range(EACH):
            started = time.perf_counter()
            with transaction.atomic():
                record(action="a.done", detail={"writer": writer, "number": number})
            took.append(time.perf_counter() - started)
    finally:
        connections.close_all()
    return took


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("var_dir")
def test_eight_writers_never_fork_the_chain() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; this is about PostgreSQL")
    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        took = [seconds for part in pool.map(_write, range(WRITERS)) for seconds in part]
    rate = WRITERS * EACH / (time.perf_counter() - started)
    print(f"{rate:.0f} appends/s, median {statistics.median(took) * 1000:.1f} ms")
    assert AuditRecord.objects.count() == WRITERS * EACH
    assert AuditRecord.objects.values("previous_hash").distinct().count() == WRITERS * EACH
    assert verify().is_whole
