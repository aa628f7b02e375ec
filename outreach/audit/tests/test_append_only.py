"""Nobody changes or deletes a record: not through Django, not through the database."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from outreach.accounts.models import User
from outreach.audit import guards
from outreach.audit.models import AppendOnlyError, AuditRecord
from outreach.audit.sealing import seal
from outreach.audit.workflow import record

pytestmark = pytest.mark.django_db
HOLLOW = {
    "sqlite": [
        "DROP TRIGGER audit_auditrecord_refuse_update",
        "CREATE TRIGGER audit_auditrecord_refuse_update BEFORE UPDATE ON audit_auditrecord BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
    ],
}


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditrecord SET actor_label = 'x'",
        "UPDATE audit_auditrecord SET detail = '{}' WHERE action = 'a.done'",
        "DELETE FROM audit_auditrecord",
        "DELETE FROM audit_auditrecord WHERE action = 'a.done'",
        "UPDATE audit_auditlink SET hash = ''",
        "DELETE FROM audit_auditlink",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    record(action="a.done")
    seal()
    with pytest.raises(DatabaseError, match=guards.MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditRecord.objects.count() == 1


@pytest.mark.usefixtures("guarded")
@pytest.mark.services
@pytest.mark.parametrize("table", guards.TABLES)
def test_a_server_refuses_to_empty_the_tables(table: str) -> None:
    record(action="a.done")
    with pytest.raises(DatabaseError, match=guards.MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    assert AuditRecord.objects.count() == 1


@pytest.mark.usefixtures("guarded")
def test_a_trigger_that_was_replaced_by_one_that_lets_everything_pass_counts_as_gone() -> None:
    with connection.cursor() as cursor:
        for statement in HOLLOW[connection.vendor]:
            cursor.execute(statement)
    assert "audit_auditrecord_refuse_update" in guards.missing(connection)


def test_django_refuses_every_way_of_changing() -> None:
    made = record(action="a.done")
    copy = AuditRecord.objects.get(pk=made.pk)
    attempts: list[Callable[[], object]] = [
        lambda: AuditRecord.objects.update(action="x"),
        lambda: AuditRecord.objects.filter(pk=made.pk).delete(),
        lambda: AuditRecord.objects.bulk_update([copy], ["action"]),
        lambda: AuditRecord.objects.bulk_create([AuditRecord()]),
        copy.save,
        copy.delete,
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnlyError):
            attempt()
    assert AuditRecord.objects.get().action == "a.done"


def test_somebody_with_records_cannot_be_deleted() -> None:
    person = User.objects.create(username="li", full_name="李明")
    record(action="a.done", actor=person)
    with pytest.raises(ProtectedError):
        person.delete()


@pytest.mark.usefixtures("guarded")
def test_installed_triggers_are_recognised_and_can_be_put_on_twice() -> None:
    guards.install(connection)
    assert guards.missing(connection) == []
    guards.remove(connection)
    assert guards.missing(connection) == [name for name, _table, _event in guards.names(connection.vendor)]


@pytest.mark.usefixtures("guarded")
def test_triggers_come_back_after_a_migration_of_this_room() -> None:
    guards.remove(connection)

    class Step:
        app_label = "audit"

    guards.reinstall_after_migration(using="default", plan=[(Step(), False)])
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_empty_the_table() -> None:
    record(action="a.done")
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditRecord.objects.exists()
