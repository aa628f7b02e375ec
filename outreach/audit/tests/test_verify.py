"""Each way of tampering with the log is found and named, even by somebody who owns the database."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from outreach.audit import guards
from outreach.audit.anchors import last_anchor, path, write_anchor
from outreach.audit.chain import digest
from outreach.audit.models import AuditRecord
from outreach.audit.verify import Verdict, verify
from outreach.audit.workflow import record

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
    tamper("UPDATE audit_auditrecord SET actor_label = 'x', hash = %s WHERE seq = 5", params=[digest(changed)])
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
    forged.hash = digest(forged)
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
    tamper("DELETE FROM audit_auditrecord")
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


def test_missing_triggers_are_reported() -> None:
    guards.remove(connection)
    assert "触发器" in verify().reason


def test_a_damaged_anchor_file_is_reported() -> None:
    write_anchor()
    with path().open("a") as file:
        file.write("{half a li\n")
    assert "锚点" in verify().reason


def test_an_anchor_is_written_only_when_the_chain_has_moved(var_dir: Path) -> None:
    first = write_anchor()
    assert first is not None
    assert last_anchor() == first
    assert write_anchor() is None
    record(action="a.done")
    assert write_anchor() is not None
    assert len((var_dir / "audit-anchor.jsonl").read_text().splitlines()) == 2
    assert (var_dir / "audit-anchor.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_command_says_how_many_or_which_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_audit")
    assert "共 10 条" in capsys.readouterr().out
    tamper("DELETE FROM audit_auditrecord WHERE seq = 5")
    with pytest.raises(CommandError, match="第 5 条") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
