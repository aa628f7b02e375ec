"""A line of a register that says what it repeats is linked to it, where that is in sight; else the words stay."""

import pytest
from django.test import Client

from outreach.common import clock
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import CountedCase, Petition, RegisterJob
from petitions.tests.registers import a_line, workbook
from petitions.tests.test_register_import import checked, imported

pytestmark = pytest.mark.django_db
OLD = "东港信〔2024〕{}号"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.petition)
    return client


def brought_in(n: int) -> Petition:
    return Petition.objects.get(title__startswith=f"第 {n} 件")


def told(job: RegisterJob) -> list[tuple[int, str]]:
    return list(job.found.order_by("row").values_list("row", "column"))


def test_a_line_above_and_one_that_came_with_another_file_are_linked(desk: Client) -> None:
    job = imported(desk, workbook([a_line(1), a_line(2), a_line(3, repeat_of=OLD.format(1))]))
    assert (job.rows_taken, told(job)) == (3, [])
    later = imported(desk, workbook([a_line(5, repeat_of=OLD.format(3)), a_line(6, repeat_of=OLD.format(2))]))
    assert (later.rows_taken, told(later)) == (2, [])
    assert brought_in(3).repeat_of == brought_in(1), "a case that is over is linked too"
    assert brought_in(5).repeat_of == brought_in(1), "a chain points to its first"
    assert brought_in(6).repeat_of == brought_in(2)
    assert CountedCase.objects.get(petition=brought_in(6)).is_repeat
    assert OLD.format(2) in brought_in(6).events.get(step="link_repeat").note


def test_a_number_of_ours_is_linked(desk: Client, cast: Cast) -> None:
    first = make_petition(cast.quay)
    job = imported(desk, workbook([a_line(1, repeat_of=first.number, received_on=f"{clock.today()}")]))
    assert (told(job), brought_in(1).repeat_of) == ([], first)


@pytest.mark.parametrize("number", ["东港信〔1999〕7号", "XFJ-2026-000001", OLD.format(4), "上月那件"])
def test_what_is_not_there_stays_written_and_is_told_by_row_and_column(desk: Client, number: str) -> None:
    """Nor does a line repeat itself."""
    job = imported(desk, workbook([a_line(2), a_line(4, repeat_of=number)]))
    assert (job.rows_taken, told(job)) == (2, [(3, "重复信访")])
    assert not job.found.get().is_refusal
    petition = brought_in(4)
    assert petition.repeat_of is None
    assert petition.way_in.told["repeat_of"] == number


def test_of_what_is_out_of_sight_nothing_is_told(desk: Client) -> None:
    """An accusation, sealed as it comes in: one line names it from the same file, one from another."""
    named = {"repeat_of": OLD.format(1)}
    job = imported(desk, workbook([a_line(1, kind="举报"), a_line(2, **named)]))
    assert (job.rows_taken, told(job)) == (2, [(3, "重复信访")])
    missing = imported(desk, workbook([a_line(4, **named), a_line(5, repeat_of="没有这一件")]))
    assert told(missing) == [(2, "重复信访"), (3, "重复信访")]
    assert len(set(missing.found.values_list("words", flat=True))) == 1
    assert brought_in(2).repeat_of is None


def test_what_came_later_is_not_what_it_repeats(desk: Client) -> None:
    job = imported(desk, workbook([a_line(9), a_line(2, repeat_of=OLD.format(9))]))
    assert (told(job), brought_in(2).repeat_of) == ([(3, "重复信访")], None)


def test_the_same_number_in_two_other_registers_is_for_a_person_to_tell(desk: Client) -> None:
    twice = [a_line(1, registering_unit=unit, title=f"第 1 件：{unit}") for unit in ("装卸一公司", "港城物流公司")]
    imported(desk, workbook(twice))
    job = checked(desk, workbook([a_line(2, registering_unit="东江港务集团", repeat_of=OLD.format(1))]))
    assert told(job) == [(2, "重复信访")]
    near = imported(desk, workbook([a_line(3, registering_unit="港城物流公司", repeat_of=OLD.format(1))]))
    assert told(near) == []
    assert brought_in(3).repeat_of == Petition.objects.get(title="第 1 件：港城物流公司")
