"""Many writers, one chain."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from outreach.audit import guards
from outreach.audit.models import AuditRecord
from outreach.audit.sealing import seal
from outreach.audit.verify import Verdict, verify
from outreach.audit.workflow import record


def write(each: int) -> None:
    """One writer with a connection of its own."""
    try:
        for number in range(each):
            with transaction.atomic():
                record(action="a.done", detail={"number": number})
            if number % 3 == 0:
                seal()
    finally:
        connections.close_all()


def check_writers(*, writers: int, each: int) -> None:
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, [each] * writers))
    assert AuditRecord.objects.count() == writers * each
    assert verify() == Verdict(writers * each)


@pytest.fixture
def guarded_for_verify(transactional_db: None, var_dir: Path) -> Iterator[None]:
    """The triggers on while the chain is checked, and off again before the tables are emptied."""
    guards.install(connection)
    yield
    guards.remove(connection)


@pytest.mark.usefixtures("guarded_for_verify")
def test_writers_at_once_never_fork_the_chain() -> None:
    check_writers(writers=4, each=10)


@pytest.mark.services
@pytest.mark.usefixtures("guarded_for_verify")
def test_eight_writers_never_fork_the_chain_on_a_server() -> None:
    check_writers(writers=8, each=50)
