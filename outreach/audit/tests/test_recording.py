"""Every act becomes one record at the end of the chain."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from pytest_django import DjangoAssertNumQueries

from outreach.accounts.models import User
from outreach.audit.chain import digest, keys
from outreach.audit.models import FIRST_PREVIOUS_HASH, AuditRecord
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


def test_each_record_carries_the_hash_of_the_one_before() -> None:
    first, second = record(action="a.done"), record(action="b.done")
    assert first.previous_hash == FIRST_PREVIOUS_HASH
    assert (second.seq, second.previous_hash) == (first.seq + 1, first.hash)
    for made in (first, second):
        assert digest(AuditRecord.objects.get(pk=made.pk), keys()[0]) == made.hash


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
    assert digest(stored, keys()[0]) == made.hash


def test_what_has_no_plain_form_is_refused(person: User) -> None:
    with pytest.raises(TypeError):
        record(action="a.done", detail={"who": person})


def test_what_was_done_to_one_object_is_found(person: User) -> None:
    other = User.objects.create(username="wang", full_name="王芳")
    mine = record(action="a.done", obj=person)
    record(action="a.done", obj=other)
    assert list(AuditRecord.objects.all().of_object(person)) == [mine]


def test_an_append_costs_three_statements_at_most(
    person: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        record(action="a.done", actor=person, obj=person, detail={"number": 1})
