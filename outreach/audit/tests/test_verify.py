"""Each way of tampering with the log is found and named, even by somebody who owns the database."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from outreach.audit import guards
from outreach.audit.anchors import write_anchor
from outreach.audit.chain import digest, keys
from outreach.audit.models import AuditRecord
from outreach.audit.verify import Verdict, verify
from outreach.audit.workflow import record
from outreach.common import clock

EMPTYING = {
    "sqlite": ["DELETE FROM audit_auditrecord"],
    "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE", "TRUNCATE audit_auditrecord"],
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


@pytest.fixture(autouse=True)
def ten_records(db: None) -> None:
    for number in range(10):
        record(action="a.done", detail={"number": number})


def tamper(*statements: str, params: list[Any] | None = None) -> None:
    """What somebody with the database in their hands does: triggers off, change, triggers on."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, params)
    guards.install(connection)


def insert(new: AuditRecord) -> None:
    columns = [str(field.column) for field in AuditRecord._meta.concrete_fields]
    values = [getattr(new, name) for name in columns]
    values[columns.index("detail")] = json.dumps(new.detail)
    holes = ", ".join(["%s"] * len(columns))
    tamper(f"INSERT INTO audit_auditrecord ({', '.join(columns)}) VALUES ({holes})", params=values)  # noqa: S608 - our own columns


@pytest.fixture(autouse=True)
def triggers_on(guarded: None) -> None:
    """The verifier also asks for the triggers."""


def test_an_untouched_chain_is_whole() -> None:
    write_anchor()
    record(action="later.done")
    assert verify() == Verdict(11)


@pytest.mark.parametrize(
    "change",
    ["detail = '{\"number\": 99}'", "actor_label = 'x'", "address = '1.1.1.1'", "at = '2020-01-01 00:00:00+00:00'"],
)
def test_a_changed_record_is_named(change: str) -> None:
    tamper(f"UPDATE audit_auditrecord SET {change} WHERE seq = 5")  # noqa: S608 - our own changes
    verdict = verify()
    assert (verdict.count, verdict.seq) == (4, 5)
    assert "被改过" in verdict.reason


def test_a_change_with_a_new_hash_breaks_the_next_link() -> None:
    changed = AuditRecord.objects.get(seq=5)
    changed.actor_label = "x"
    tamper(
        "UPDATE audit_auditrecord SET actor_label = 'x', hash = %s WHERE seq = 5", params=[digest(changed, keys()[0])]
    )
    assert verify().seq == 6


def test_a_deleted_record_is_named() -> None:
    tamper("DELETE FROM audit_auditrecord WHERE seq = 5")
    verdict = verify()
    assert verdict.seq == 5
    assert "不见了" in verdict.reason


def test_an_inserted_record_is_named() -> None:
    tamper(
        "UPDATE audit_auditrecord SET seq = seq + 1000 WHERE seq > 5",
        "UPDATE audit_auditrecord SET seq = seq - 999 WHERE seq > 1000",
    )
    fifth = AuditRecord.objects.get(seq=5)
    forged = AuditRecord(seq=6, at=fifth.at, action="forged.done", detail={}, previous_hash=fifth.hash)
    forged.hash = digest(forged, keys()[0])
    insert(forged)
    assert verify().seq == 7


def test_reordered_records_are_named() -> None:
    tamper(
        "UPDATE audit_auditrecord SET seq = 1000 WHERE seq = 5",
        "UPDATE audit_auditrecord SET seq = 5 WHERE seq = 6",
        "UPDATE audit_auditrecord SET seq = 6 WHERE seq = 1000",
    )
    assert verify().seq == 5


def test_an_emptied_table_is_found_through_the_anchor() -> None:
    write_anchor()
    tamper(*EMPTYING[connection.vendor])
    verdict = verify()
    assert (verdict.count, verdict.seq) == (0, 1)
    assert "第 10 条" in verdict.reason


def test_a_chain_rolled_back_and_grown_again_is_found_through_the_anchor() -> None:
    write_anchor()
    tamper("DELETE FROM audit_auditrecord WHERE seq > 7")
    assert verify().seq == 8
    assert write_anchor() is None, "a shortened chain must not get a fresh anchor"
    for _number in range(5):
        record(action="new.done")
    assert verify().seq == 10


def test_a_record_put_at_the_end_past_the_portal_is_named() -> None:
    last = AuditRecord.objects.get(seq=10)
    forged = AuditRecord(seq=11, at=last.at, action="forged.done", detail={}, previous_hash=last.hash)
    forged.hash = digest(forged, b"a key that somebody guessed")
    insert(forged)
    assert verify().seq == 11


def test_a_chain_written_anew_without_the_key_is_named_from_its_first_change() -> None:
    """Whoever owns the database knows the rule by which hashes are made, but not the key."""
    previous = AuditRecord.objects.get(seq=4).hash
    for row in AuditRecord.objects.filter(seq__gte=5).order_by("seq"):
        row.actor_label, row.previous_hash = "x", previous
        previous = digest(row, b"")
        values = [row.actor_label, row.previous_hash, previous, row.seq]
        tamper(
            "UPDATE audit_auditrecord SET actor_label = %s, previous_hash = %s, hash = %s WHERE seq = %s",
            params=values,
        )
    verdict = verify()
    assert (verdict.count, verdict.seq) == (4, 5)


def test_a_clock_that_jumps_breaks_nothing() -> None:
    for moment in ("2031-01-01T00:00:00+00:00", "1999-12-31T23:59:59+00:00"):
        with clock.travel_to(datetime.fromisoformat(moment)):
            record(action="later.done")
    record(action="now.done")
    assert verify() == Verdict(13)


def test_a_new_key_takes_over_and_the_old_one_never_comes_back(settings: Settings) -> None:
    old = settings.AUDIT_KEYS
    settings.AUDIT_KEYS = ["new", *old]
    record(action="a.done")
    assert verify() == Verdict(11)
    settings.AUDIT_KEYS = old
    record(action="a.done")
    settings.AUDIT_KEYS = ["new", *old]
    assert verify().seq == 12, "somebody still writes with the key that was given up"
    settings.AUDIT_KEYS = ["new"]
    assert verify().seq == 1, "without the old key its records cannot be vouched for"


def test_without_a_key_nothing_is_recorded(settings: Settings) -> None:
    settings.AUDIT_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="AUDIT_KEYS"), transaction.atomic():
        record(action="a.done")
    assert AuditRecord.objects.count() == 10


def test_missing_triggers_are_reported() -> None:
    guards.remove(connection)
    assert "触发器" in verify().reason


def test_the_command_says_how_many_or_which_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")
    assert "共 10 条" in capsys.readouterr().out
    tamper("DELETE FROM audit_auditrecord WHERE seq = 5")
    with pytest.raises(CommandError, match="第 5 条") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
