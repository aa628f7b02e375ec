"""Every act becomes one signed record, and every record gets its place in the chain."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from pytest_django import DjangoAssertNumQueries

from outreach.accounts.models import User
from outreach.audit.address import answering
from outreach.audit.chain import BEGINNING, keys, link_hash, signature
from outreach.audit.models import AuditLink, AuditRecord
from outreach.audit.sealing import seal
from outreach.audit.workflow import record
from outreach.common import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create(username="li", full_name="李明")


def test_a_record_tells_who_what_when_from_where_and_on_which_object(person: User) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")
    moment = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    with clock.travel_to(moment):
        new = record(action="account.renamed", actor=person, obj=person, detail={"to": "李明"}, request=request)
    stored = AuditRecord.objects.get(pk=new.pk)
    assert (stored.actor, stored.actor_label, stored.at, stored.address) == (person, "李明", moment, "10.1.2.3")
    assert (stored.object_type, stored.object_id, stored.object_label) == ("accounts.user", str(person.pk), "李明")
    assert (stored.action, stored.detail) == ("account.renamed", {"to": "李明"})


def test_each_record_is_chained_to_the_one_before() -> None:
    first, second = record(action="a.done"), record(action="b.done")
    assert seal() == 2
    before = BEGINNING
    for place, made in enumerate((first, second), 1):
        link = AuditLink.objects.get(record=made)
        assert (link.seq, link.hash) == (place, link_hash(before, place, made.pk, made.signature, keys()[0]))
        before = link.hash
    assert seal() == 0


def test_long_chains_are_made_in_pieces_and_in_the_order_of_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.audit.sealing.BATCH", 3)
    made = [record(action="a.done").pk for _number in range(8)]
    assert seal() == 8
    assert list(AuditLink.objects.values_list("record", flat=True)) == made


def test_what_came_in_very_late_is_chained_when_somebody_looks_at_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.audit.sealing.LATE", 0)
    late = AuditRecord(pk=record(action="early.done").pk + 1, action="late.done")
    AuditRecord(pk=late.pk + 1, action="last.done").save()
    assert seal() == 2
    late.save()
    assert seal() == 0
    assert seal(everything=True) == 1


def test_an_act_of_nobody_has_no_address_but_the_one_of_the_request_it_is_told_with() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")
    with answering(request):
        assert record(action="petition.registered").address == ""
        assert record(action="account.sign_in_failed", request=request).address == "10.1.2.3"


def test_the_address_of_the_request_being_answered_goes_with_its_actor(person: User) -> None:
    with answering(RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")):
        assert record(action="a.done", actor=person).address == "10.1.2.3"


def test_a_sealed_row_can_be_told_from_others_but_not_found(person: User) -> None:
    open_row, other = record(action="a.done", obj=person), User.objects.create(username="wang")
    person.is_sealed = other.is_sealed = True  # type: ignore[attr-defined]  # as petitions have it
    once, again = record(action="a.done", obj=person), record(action="a.done", obj=person)
    assert once.object_label == ""
    assert once.object_id == again.object_id != record(action="a.done", obj=other).object_id
    assert str(person.pk) != once.object_id != open_row.object_id


def test_the_actor_is_taken_from_the_request(person: User) -> None:
    request = RequestFactory().get("/")
    request.user = person
    assert record(action="a.done", request=request).actor == person


def test_a_record_is_gone_with_the_act_that_was_rolled_back() -> None:
    with transaction.atomic():
        record(action="a.done")
        transaction.set_rollback(True)
    assert not AuditRecord.objects.exists()


def test_detail_is_plain_and_reads_back_the_same() -> None:
    detail = {
        "z": 1,
        "a": [date(2026, 5, 4), Decimal("1.50"), 0.1, None, True],
        "text": "上\x00下\u202e" + "😀",
        "lone": "\ud800",
        "lazy": gettext_lazy("审计"),
        "set": {"b", "a"},
    }
    made = record(action="a.done", detail=detail)
    stored = AuditRecord.objects.get(pk=made.pk)
    assert stored.detail["a"] == ["2026-05-04", "1.50", "0.1", None, True]
    assert (stored.detail["text"], stored.detail["lone"], stored.detail["set"]) == ("上下😀", "", ["a", "b"])
    assert signature(stored, keys()[0]) == made.signature


def test_what_has_no_plain_form_is_refused(person: User) -> None:
    with pytest.raises(TypeError):
        record(action="a.done", detail={"who": person})


def test_what_was_done_to_one_object_is_found(person: User) -> None:
    other = User.objects.create(username="wang", full_name="王芳")
    mine = record(action="a.done", obj=person)
    record(action="a.done", obj=other)
    assert list(AuditRecord.objects.all().of_object(person)) == [mine]


def test_an_append_costs_one_statement(person: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(1):
        record(action="a.done", actor=person, obj=person, detail={"number": 1})
