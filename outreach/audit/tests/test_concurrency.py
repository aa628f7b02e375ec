"""Many writers, one chain."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from outreach.audit.models import AuditRecord
from outreach.audit.verify import verify
from outreach.audit.workflow import record

WRITERS = 8
EACH = 50


def _write(writer: int) -> None:
    try:
        for number in range(EACH):
            with transaction.atomic():
                record(action="a.done", detail={"writer": writer, "number": number})
    finally:
        connections.close_all()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("var_dir")
def test_eight_writers_never_fork_the_chain() -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(_write, range(WRITERS)))
    assert AuditRecord.objects.count() == WRITERS * EACH
    assert AuditRecord.objects.values("previous_hash").distinct().count() == WRITERS * EACH
    assert verify().is_whole
