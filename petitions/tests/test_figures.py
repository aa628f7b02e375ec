"""The figures of the channel against a second, simple count on random cases; what is small, sealed or another's."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger.workflow import Judgement
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import figures, workflow
from petitions.counting import recount
from petitions.factories import REPLY, accepted, handed_over, make_petition, replied, work_on
from petitions.figures import BY_KEY, FIGURES, MET, PARTS, Period, Place, behind
from petitions.models import CountedCase, Petition
from petitions.statute import Handover, Outcome, Stage
from petitions.tallies import count
from petitions.tests.test_articles_handling import reviewed
from petitions.tests.test_articles_intake import officer_at
from petitions.workflow.former import close_former

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 1))


@pytest.fixture
def cases(cast: Cast) -> list[CountedCase]:
    """Sixty cases of any kind of days, as the workflow could have left them."""
    rng = random.Random(5)  # noqa: S311 - chance of a test
    for n in range(60):
        make_petition(rng.choice([cast.quay, cast.west, cast.east, cast.group]), title=f"第 {n} 件")
    for row in CountedCase.objects.all():
        _live(row, rng)
        row.save()
        Petition.objects.filter(pk=row.pk).update(received_at=clock.start_of(row.received_on))
    return list(CountedCase.objects.select_related("unit"))


def _live(row: CountedCase, rng: random.Random) -> None:
    def later(day: date | None, most: int) -> date | None:
        return day + timedelta(days=rng.randint(0, most)) if day and rng.random() < 0.7 else None

    row.received_on = date(2026, 1, 1) + timedelta(days=rng.randint(0, 330))
    row.notice_due_on = row.received_on + timedelta(days=15)
    row.notified_on = later(row.received_on, 25)
    row.accepted_on = row.notified_on if rng.random() < 0.8 else None
    row.reply_due_on = row.accepted_on + timedelta(days=60) if row.accepted_on else None
    row.replied_on = later(row.accepted_on, 90)
    row.is_named, row.is_repeat = rng.random() < 0.8, rng.random() < 0.3
    row.days_to_repeat = rng.randint(0, 300) if row.replied_on and rng.random() < 0.5 else None
    if row.replied_on and rng.random() < 0.7:
        row.attitude, row.speed, row.result = (rng.randint(1, 3) for _ in range(3))
    row.sponsored_on = later(row.received_on, 30) if rng.random() < 0.4 else None
    row.is_settled = row.sponsored_on is not None and rng.random() < 0.5


def _late(due: date | None) -> bool:
    return due is not None and due < TODAY


def _in_time(done: date | None, due: date | None) -> bool:
    return bool(done and due and done <= due)


#: Figure → (counts at all, counts as met), in plain words of another hand.
PLAIN: dict[str, Callable[[CountedCase], tuple[bool, bool]]] = {
    "accepted": lambda c: (
        bool(c.accepted_on) or (not c.notified_on and _late(c.notice_due_on)),
        _in_time(c.accepted_on, c.notice_due_on),
    ),
    "notified": lambda c: (
        c.is_named and (bool(c.notified_on) or _late(c.notice_due_on)),
        _in_time(c.notified_on, c.notice_due_on),
    ),
    "replied": lambda c: (
        c.reply_due_on is not None and (bool(c.replied_on) or _late(c.reply_due_on)),
        _in_time(c.replied_on, c.reply_due_on),
    ),
    "rated": lambda c: (bool(c.replied_on or c.result), bool(c.result)),
    "attitude": lambda c: (bool(c.attitude), (c.attitude or 0) > 1),
    "speed": lambda c: (bool(c.speed), (c.speed or 0) > 1),
    "result": lambda c: (bool(c.result), (c.result or 0) > 1),
    "settled_once": lambda c: (
        bool(c.replied_on) and not c.is_repeat,
        c.days_to_repeat is None or c.days_to_repeat > 180,
    ),
    "repeats": lambda c: (True, c.is_repeat),
    "sponsored": lambda c: (bool(c.sponsored_on), c.is_settled),
}


def _plainly(key: str, rows: list[CountedCase]) -> tuple[int, int]:
    told = [PLAIN[key](row) for row in rows]
    return sum(met for whole, met in told if whole), sum(whole for whole, _met in told)


def _at(moment: date) -> Any:
    return clock.travel_to(clock.start_of(moment) + timedelta(hours=9))


def test_every_figure_is_what_a_second_count_says(cast: Cast, cases: list[CountedCase]) -> None:
    with _at(TODAY):
        counted = count(cast.rights("petition"), YEAR, Place())
    assert set(PLAIN) == {figure.key for figure in FIGURES}
    for key in PLAIN:
        assert (counted.total[key].met, counted.total[key].whole) == _plainly(key, cases), key
    for month, row in counted.by_month.items():
        for key, tally in row.items():
            by = BY_KEY[key].by
            rows = [one for one in cases if (day := getattr(one, by)) and day.replace(day=1) == month]
            assert (tally.met, tally.whole) == _plainly(key, rows), (key, month)
    for unit, row in counted.by_unit.items():
        rows = [one for one in cases if one.unit.path.startswith(unit.path)]
        rows = [one for one in cases if one.unit == unit] if unit == cast.group else rows
        for key, tally in row.items():
            assert (tally.met, tally.whole) == _plainly(key, rows), (key, unit)


@pytest.mark.long
@pytest.mark.parametrize("few", [0, 2000])
def test_the_rows_behind_a_number_are_as_many_as_it_says(
    cast: Cast, cases: list[CountedCase], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Looked up by their keys, and found from the newest on."""
    monkeypatch.setattr(figures, "_FEW", few)
    rights = cast.rights("petition")
    with _at(TODAY):
        counted = count(rights, YEAR, Place())
        for unit, row in counted.by_unit.items():
            place = Place(unit, is_alone=unit.path == counted.above)
            for key, tally in row.items():
                found = {part: behind(rights, BY_KEY[key], part, YEAR, place).count() for part in PARTS}
                told = {"met": tally.met, "missed": tally.whole - tally.met, "whole": tally.whole}
                assert found == (dict.fromkeys(PARTS, 0) if tally.is_small else told), (key, unit)


def test_the_workflow_keeps_the_rows_as_a_recount_would(cast: Cast) -> None:
    rights = cast.rights("petition")
    done = work_on(cast, handed_over(cast))
    workflow.rate(petition=done, judgement=Judgement(3, 2, 1))
    first = workflow.not_own(petition=_classified(cast), owner="仲裁委", rights=rights)
    again = accepted(cast)
    workflow.link_repeat(petition=again, other=done, rights=rights)
    workflow.link_repeat(petition=accepted(cast), other=again, rights=rights)
    sealed = accepted(cast)
    workflow.link_repeat(petition=sealed, other=first, rights=rights)
    workflow.route_to_discipline(petition=sealed, rights=rights)
    make_petition(cast.west, kind="accusation")
    kept = {row["petition_id"]: row for row in CountedCase.objects.values()}
    assert len(kept) == Petition.objects.count()
    assert (kept[done.pk]["attitude"], kept[done.pk]["result"], kept[done.pk]["days_to_repeat"]) == (3, 1, 0)
    assert kept[again.pk]["is_repeat"]
    CountedCase.objects.all().delete()
    recount(Petition.objects.all())
    assert {row["petition_id"]: row for row in CountedCase.objects.values()} == kept


def _classified(cast: Cast) -> Petition:
    petition = make_petition(cast.quay)
    return workflow.classify(petition=petition, kind="appeal", unit=cast.quay, rights=cast.rights("petition"))


def test_what_was_parted_counts_as_before(cast: Cast) -> None:
    first = make_petition(cast.quay)
    later = make_petition(cast.quay)
    rights = cast.rights("petition")
    Petition.objects.filter(pk=first.pk).update(delivered_at=first.received_at)
    workflow.link_repeat(petition=later, other=first, rights=rights)
    assert CountedCase.objects.get(petition=first).days_to_repeat == 0
    workflow.unlink_repeat(petition=later, rights=rights)
    assert CountedCase.objects.get(petition=first).days_to_repeat is None
    assert not CountedCase.objects.filter(is_repeat=True).exists()


def test_sealed_petitions_are_in_nothing_and_accusations_shown_from_five_to_inspectors(
    cast: Cast, client: Client
) -> None:
    make_petition(cast.quay)
    for _ in range(4):
        make_petition(cast.quay, kind="accusation")

    def page(who: str) -> str:
        client.force_login(cast.people[who])
        return client.get("/petitions/figures/").content.decode()

    assert "检举控告少于 5 件" in page("discipline")
    make_petition(cast.quay, kind="accusation")
    assert "检举控告 5 件" in page("discipline")
    for who in ("petition", "leader"):
        assert "检举控告" not in page(who)
    assert count(cast.rights("petition"), YEAR, Place()).total["repeats"].whole == 1
    assert count(cast.rights("discipline"), YEAR, Place()).total["repeats"].whole == 0


def test_few_judgements_are_not_shown_nor_worked_out(cast: Cast) -> None:
    for unit, n in ((cast.quay, 3), (cast.west, 6), (cast.group, 9)):
        for _ in range(n):
            petition = make_petition(unit)
            CountedCase.objects.filter(petition=petition).update(attitude=3, speed=3, result=1)
    rights = cast.rights("petition")
    row = {unit.name: row["result"] for unit, row in count(rights, YEAR, Place()).by_unit.items()}
    assert {name: tally.is_hidden for name, tally in row.items()} == {
        cast.group.name: False, cast.east.name: True, cast.west.name: True,
    }  # fmt: skip
    assert not behind(rights, BY_KEY["result"], MET, YEAR, Place(cast.east)).exists()
    assert not behind(rights, BY_KEY["result"], "missed", YEAR, Place(cast.east)).exists()


def test_what_was_over_in_another_register_was_not_told_in_time_by_us(cast: Cast) -> None:
    close_former(petition=make_petition(cast.quay), answer="已答复", rights=cast.rights("petition"))
    total = count(cast.rights("petition"), YEAR, Place()).total
    assert (total["notified"].whole, total["accepted"].whole, total["repeats"].whole) == (0, 0, 1)


def test_who_keeps_away_does_not_count_it(cast: Cast) -> None:
    petition = make_petition(cast.quay)
    workflow.recuse_other(petition=petition, person=cast.leader, reason="亲属", rights=cast.rights("petition"))
    assert count(cast.rights("petition"), YEAR, Place()).total["repeats"].whole == 1
    assert count(cast.rights("leader"), YEAR, Place()).total["repeats"].whole == 0


# --- Art. 34, 35 in figures -------------------------------------------------------------------------
def test_an_answer_written_in_time_and_posted_after_it_is_in_time(cast: Cast) -> None:
    """The 60 days are kept by the opinion; overdue is only what has none."""
    petition, rights = accepted(cast), cast.rights("petition")
    with clock.travel_to(clock.now() + timedelta(days=59)):
        petition = workflow.issue_opinion(petition=petition, reply=REPLY, unit=petition.unit, rights=rights)
    with clock.travel_to(clock.now() + timedelta(days=64)):
        assert _replied(rights) == (1, 1)
        receipt = workflow.Receipt(Handover.BY_POST, clock.today() - timedelta(days=1))
        workflow.deliver(petition=petition, receipt=receipt, rights=rights)
        assert _replied(rights) == (1, 1)


def _replied(rights: Rights) -> tuple[int, int]:
    tally = count(rights, YEAR, Place()).total["replied"]
    return tally.met, tally.whole


def test_what_is_done_anew_was_accepted_when_it_was(cast: Cast) -> None:
    """A revoked opinion makes the acceptance no later than it was, and the answer one that is not there yet."""
    east = officer_at(cast, "east", "east_office")
    petition = reviewed(cast, replied(cast, accepted(cast)), Stage.REVIEW, east, Outcome.REVOKE)
    with clock.travel_to(clock.now() + timedelta(days=20)):
        petition = workflow.redo(petition=petition, note="按复查意见", rights=cast.rights("petition"))
        counted = CountedCase.objects.get(petition=petition)
        assert (counted.accepted_on, counted.replied_on) == (counted.received_on, None)
        assert counted.reply_due_on == clock.today() + timedelta(days=60)
