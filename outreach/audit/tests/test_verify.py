"""Each way of tampering with the log is found and named, even by somebody who owns the database."""

import hmac
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
from outreach.audit.chain import keys, link_hash, signature
from outreach.audit.models import AuditLink, AuditRecord
from outreach.audit.sealing import seal
from outreach.audit.verify import Verdict, verify
from outreach.audit.workflow import record
from outreach.common import clock

EMPTYING = {
    "sqlite": ["DELETE FROM audit_auditlink", "DELETE FROM audit_auditrecord"],
    "postgresql": ["TRUNCATE audit_auditlink, audit_auditrecord"],
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


@pytest.fixture(autouse=True)
def numbers(db: None) -> list[int]:
    """Ten records, chained; the n-th of the chain has number ``numbers[n]``."""
    made = [record(action="a.done", detail={"number": number}).pk for number in range(10)]
    seal()
    return [0, *made]


@pytest.fixture(autouse=True)
def triggers_on(guarded: None) -> None:
    """The verifier also asks for the triggers."""


def tamper(*statements: str, params: list[Any] | None = None) -> None:
    """What somebody with the database in their hands does: triggers and keys off, change, triggers on."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA defer_foreign_keys = ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL IMMEDIATE"
        )
        for statement in statements:
            cursor.execute(statement, params)
    guards.install(connection)


def forge(place: int, number: int, key: bytes) -> None:
    """Put a made-up record at a free place of the chain, hashed by the portal's own rule with some key."""
    before = AuditLink.objects.get(seq=place - 1).hash
    forged = AuditRecord(pk=number, action="forged.done", detail={})
    forged.signature = signature(forged, key)
    forged.save()
    AuditLink(seq=place, record=forged, hash=link_hash(before, place, number, forged.signature, key)).save()


def make_room(place: int) -> None:
    """Move every link from ``place`` on by one."""
    tamper(
        f"UPDATE audit_auditlink SET seq = seq + 1000 WHERE seq >= {place:d}",  # noqa: S608 - a number of ours
        "UPDATE audit_auditlink SET seq = seq - 999 WHERE seq > 1000",
    )


def test_an_untouched_chain_is_whole() -> None:
    write_anchor()
    record(action="later.done")
    assert verify() == Verdict(11)


@pytest.mark.parametrize(
    "change",
    [
        "detail = '{\"number\": 99}'",
        "actor_label = 'x'",
        "address = '1.1.1.1'",
        "at = '2020-01-01 00:00:00+00:00'",
        "signature = '0'",
    ],
)
def test_a_changed_record_is_named(change: str, numbers: list[int]) -> None:
    tamper(f"UPDATE audit_auditrecord SET {change} WHERE id = {numbers[5]:d}")  # noqa: S608 - our own changes
    verdict = verify()
    assert (verdict.count, verdict.seq) == (4, 5)
    assert "被改过" in verdict.reason


def test_a_changed_link_is_named() -> None:
    tamper("UPDATE audit_auditlink SET hash = '0' WHERE seq = 5")
    assert verify().seq == 5


def test_a_deleted_record_is_named(numbers: list[int]) -> None:
    tamper(
        f"DELETE FROM audit_auditlink WHERE record_id = {numbers[5]:d}",  # noqa: S608 - a number of ours
        f"DELETE FROM audit_auditrecord WHERE id = {numbers[5]:d}",  # noqa: S608 - a number of ours
    )
    verdict = verify()
    assert (verdict.count, verdict.seq) == (4, 5)
    assert "不见了" in verdict.reason


def test_a_deleted_record_is_named_when_the_others_close_up(numbers: list[int]) -> None:
    tamper(
        "DELETE FROM audit_auditlink WHERE seq = 5",
        f"DELETE FROM audit_auditrecord WHERE id = {numbers[5]:d}",  # noqa: S608 - a number of ours
        "UPDATE audit_auditlink SET seq = seq + 1000 WHERE seq > 5",
        "UPDATE audit_auditlink SET seq = seq - 1001 WHERE seq > 1000",
    )
    assert verify().seq == 5


@pytest.mark.parametrize("key", [b"", b"a key that somebody guessed"])
def test_an_inserted_record_is_named(key: bytes) -> None:
    make_room(6)
    forge(6, 900_000, key)
    assert verify().seq == 6


def test_a_record_put_at_the_end_past_the_portal_is_named() -> None:
    forge(11, 900_000, b"a key that somebody guessed")
    assert verify().seq == 11


def test_a_record_that_waits_to_be_chained_and_was_not_signed_by_the_portal_is_named() -> None:
    AuditRecord(action="forged.done").save()
    assert verify().seq == 11


@pytest.mark.services
def test_a_record_copied_under_another_number_is_named(numbers: list[int]) -> None:
    twin = AuditRecord.objects.get(pk=numbers[5])
    twin.pk, twin._state.adding = 900_000, True
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "audit_auditrecord")
    [unique] = [name for name, of in found.items() if of["columns"] == ["mark"] and of["unique"]]
    tamper(f"ALTER TABLE audit_auditrecord DROP CONSTRAINT {unique}")
    twin.save()
    verdict = verify()
    assert (verdict.seq, "复制" in verdict.reason) == (11, True)


def test_reordered_records_are_named() -> None:
    tamper(
        "UPDATE audit_auditlink SET seq = 1000 WHERE seq = 5",
        "UPDATE audit_auditlink SET seq = 5 WHERE seq = 6",
        "UPDATE audit_auditlink SET seq = 6 WHERE seq = 1000",
    )
    assert verify().seq == 5


def test_records_that_change_their_numbers_are_named(numbers: list[int]) -> None:
    tamper(
        f"UPDATE audit_auditlink SET record_id = 0 WHERE record_id = {numbers[5]:d}",  # noqa: S608 - numbers of ours
        f"UPDATE audit_auditlink SET record_id = {numbers[5]:d} WHERE record_id = {numbers[6]:d}",  # noqa: S608 - the same
        f"UPDATE audit_auditlink SET record_id = {numbers[6]:d} WHERE record_id = 0",  # noqa: S608 - the same
    ) if connection.vendor == "sqlite" else tamper(
        "ALTER TABLE audit_auditlink DROP CONSTRAINT audit_auditlink_record_id_key",
        f"UPDATE audit_auditlink SET record_id = {numbers[6]:d} WHERE seq = 5",  # noqa: S608 - the same
        f"UPDATE audit_auditlink SET record_id = {numbers[5]:d} WHERE seq = 6",  # noqa: S608 - the same
    )
    assert verify().seq == 5


def test_an_emptied_table_is_found_through_the_anchor() -> None:
    write_anchor()
    tamper(*EMPTYING[connection.vendor])
    verdict = verify()
    assert (verdict.count, verdict.seq) == (0, 1)
    assert "第 10 条" in verdict.reason


def test_a_chain_rolled_back_and_grown_again_is_found_through_the_anchor(numbers: list[int]) -> None:
    write_anchor()
    tamper(
        "DELETE FROM audit_auditlink WHERE seq > 7",
        f"DELETE FROM audit_auditrecord WHERE id > {numbers[7]:d}",  # noqa: S608 - a number of ours
    )
    assert verify().seq == 8
    assert write_anchor() is None, "a shortened chain must not get a fresh anchor"
    for _number in range(5):
        record(action="new.done")
    assert verify().seq == 10


def test_the_end_of_another_branch_is_named_where_it_was_put_on(numbers: list[int]) -> None:
    """Kept aside before a rollback, signed and hashed by the portal itself, put back onto what grew since."""
    kept, link = AuditRecord.objects.get(pk=numbers[10]), AuditLink.objects.get(seq=10)
    gone = f"DELETE FROM audit_auditrecord WHERE id > {numbers[8]:d}"  # noqa: S608 - a number of ours
    tamper("DELETE FROM audit_auditlink WHERE seq > 8", gone)
    AuditRecord(pk=numbers[9], action="other.done").save()
    other = AuditRecord.objects.get(pk=numbers[9])
    tamper(
        "UPDATE audit_auditrecord SET signature = %s WHERE id = %s", params=[signature(other, keys()[0]), numbers[9]]
    )
    seal()
    for row in (kept, link):
        row._state.adding = True
        row.save()
    assert (verify().seq, AuditLink.objects.count()) == (10, 10)


def test_a_chain_written_anew_without_the_key_is_named_from_its_first_change() -> None:
    """Whoever owns the database knows the rule by which hashes are made, but not the key."""
    previous = AuditLink.objects.get(seq=4).hash
    for link in AuditLink.objects.filter(seq__gte=5).select_related("record"):
        link.record.actor_label = "x"
        signed = signature(link.record, b"")
        previous = link_hash(previous, link.seq, link.record.pk, signed, b"")
        tamper(
            "UPDATE audit_auditrecord SET actor_label = 'x', signature = %s WHERE id = %s",
            params=[signed, link.record.pk],
        )
        tamper("UPDATE audit_auditlink SET hash = %s WHERE seq = %s", params=[previous, link.seq])
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
    seal()
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


def test_the_command_says_how_many_or_which_and_exits_with_1(
    capsys: pytest.CaptureFixture[str], numbers: list[int]
) -> None:
    call_command("verify_audit")
    assert "共 10 条" in capsys.readouterr().out
    tamper("UPDATE audit_auditrecord SET action = 'b.done' WHERE id = %s", params=[numbers[5]])
    with pytest.raises(CommandError, match="第 5 条") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1


def test_a_place_is_hashed_as_canonical_json(numbers: list[int]) -> None:
    """Whoever verifies with another program writes the four as JSON without blanks."""
    key, (first, second) = keys()[0], AuditLink.objects.order_by("seq").select_related("record")[:2]
    written = json.dumps([first.hash, second.seq, second.record_id, second.record.signature], separators=(",", ":"))
    assert hmac.digest(key, written.encode(), "sha256").hex() == second.hash
