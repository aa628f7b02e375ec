"""Closed items are looked at again: by rule, by lot that anybody can count again, by somebody with no hand in them."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from outreach.audit.models import AuditRecord
from outreach.calendars.limits import limits
from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger import housekeeping, workflow
from outreach.ledger.factories import a_paper, brought_to
from outreach.ledger.models import DrawKey, Issue, LookBack
from outreach.ledger.states import LookBackGround, LookBackResult, State
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast

KEY = "7f" * 32


def draw_share(percent: int) -> None:
    TimeLimit.objects.update_or_create(key="ledger.look_back_share", defaults={"days": percent, "basis": "-"})


def closed(cast: Cast, **facts: Any) -> Issue:
    """Struck off 40 days ago, so that it may be looked back at today."""
    with clock.travel_to(clock.now() - timedelta(days=40)):
        return brought_to(cast, State.CLOSED, **facts)


def found(cast: Cast, issue: Issue, result: str, by: str = "ledger", **facts: Any) -> LookBack:
    facts = {"words": "到现场看了", "attachments": [a_paper("回头看.txt")], **facts}
    return workflow.look_back(issue=issue, result=result, rights=cast.rights(by), **facts)


# --- the draw ---------------------------------------------------------------------------------


@pytest.mark.long
@given(st.from_regex(r"[A-Z]{2}-20[0-9]{2}-[0-9]{6}", fullmatch=True), st.integers(1, 9), st.binary(min_size=16))
def test_anybody_can_count_a_lot_again_with_the_key(number: str, closing: int, secret: bytes) -> None:
    key = DrawKey(month=clock.today().replace(day=1), key=secret.hex())
    digest = hmac.digest(secret.hex().encode(), f"{number}:{closing}".encode(), hashlib.sha256)
    assert key.lot(number, closing) == int.from_bytes(digest[:4]) % 10_000


def test_a_tenth_of_many_is_drawn() -> None:
    key = DrawKey(key=KEY)
    drawn = sum(key.lot(f"XC-2026-{n:06}", 1) < 10 * 100 for n in range(20_000))
    assert 1_850 <= drawn <= 2_150


@pytest.mark.django_db
def test_the_key_is_told_once_its_month_is_over() -> None:
    this_month = DrawKey.of(clock.today())
    assert (this_month.revealed, this_month.fingerprint) == ("", hashlib.sha256(this_month.key.encode()).hexdigest())
    with clock.travel_to(clock.now() + timedelta(days=32)):
        assert this_month.revealed == this_month.key


@pytest.mark.long
def test_the_rows_are_those_that_the_published_key_draws(cast: Cast) -> None:
    draw_share(50)
    issues = [brought_to(cast, State.CLOSED, f"第 {n} 件") for n in range(6)]
    key = DrawKey.objects.get()
    expected = {
        issue.number
        for issue in issues
        if int(hmac.new(key.key.encode(), f"{issue.number}:1".encode(), "sha256").hexdigest()[:8], 16) % 10_000 < 5_000
    }
    assert set(LookBack.objects.values_list("issue__number", flat=True)) == expected
    assert set(LookBack.objects.values_list("ground", flat=True)) <= {LookBackGround.LOT}
    assert AuditRecord.objects.filter(action="issue.drawn").count() == len(expected)


def test_nothing_but_number_closing_and_key_moves_a_lot(cast: Cast) -> None:
    """Neither how often progress was reported nor who closes when: a version of the row is no part of it."""
    DrawKey.objects.create(month=clock.today().replace(day=1), key=KEY)
    draw_share(100)
    quiet, busy = brought_to(cast, State.AWAITING_RATING), brought_to(cast, State.IN_PROGRESS)
    workflow.report_progress(issue=busy, note="又去看了一次", rights=cast.rights("handler"))
    workflow.close_with_reason(issue=quiet, reason="已解决", rights=cast.rights("ledger"))
    assert LookBack.objects.get().lot == DrawKey(key=KEY).lot(quiet.number, 1)


def test_every_major_item_is_looked_back_at(cast: Cast) -> None:
    TimeLimit.objects.update_or_create(key="ledger.look_back_share", defaults={"days": 1, "basis": "-"})
    brought_to(cast, State.CLOSED, is_major=True)
    assert LookBack.objects.get().ground == LookBackGround.MAJOR


def test_rounds_of_several_schedulers_change_no_draw(cast: Cast) -> None:
    draw_share(100)
    issue = brought_to(cast, State.CLOSED)
    before = list(LookBack.objects.values())
    for _round in range(3):
        housekeeping.run()
    assert list(LookBack.objects.values()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBack.objects.create(**{**before[0], "id": None, "issue_id": issue.pk})
    assert DrawKey.objects.count() == 1


def test_closing_again_is_no_second_lot_for_one_that_was_drawn(cast: Cast) -> None:
    draw_share(100)
    issue = closed(cast)
    draw_share(1)
    workflow.reopen(issue=issue, reason="又漏了", rights=cast.rights("ledger"))
    assert LookBack.objects.waiting().count() == 0
    with pytest.raises(RefusedStepError, match="现在是"):
        found(cast, issue, LookBackResult.TRUE)
    _finish(cast, issue)
    again = LookBack.objects.get()
    assert (again.closing, again.closed_on, again.ground) == (2, clock.today(), LookBackGround.LOT)


def _finish(cast: Cast, issue: Issue) -> None:
    """From in progress to closed once more."""
    workflow.submit(issue=issue, result="重新修好", rights=cast.rights("handler"))
    workflow.check_pass(issue=issue, rights=cast.rights("head"))
    workflow.accept_result(issue=issue, rights=cast.rights("acceptor"))
    workflow.close_with_reason(issue=issue, reason="已解决", rights=cast.rights("ledger"))


# --- the look ---------------------------------------------------------------------------------


@pytest.fixture
def drawn(cast: Cast) -> Issue:
    draw_share(100)
    return closed(cast)


def test_true_closure_is_recorded_and_the_item_stays_closed(cast: Cast, drawn: Issue) -> None:
    done = found(cast, drawn, LookBackResult.TRUE, satisfaction=3, people_asked=4)
    drawn.refresh_from_db()
    assert (drawn.status, drawn.reopen_count) == (State.CLOSED, 0)
    assert (done.looked_by, done.people_asked, done.evidence.count()) == (cast.ledger, 4, 1)
    event = drawn.events.last()
    assert event is not None
    assert (event.step, event.detail["look_back"]) == ("look_back", "true")


def test_false_closure_is_taken_up_again_as_a_rebound(cast: Cast, drawn: Issue) -> None:
    found(cast, drawn, LookBackResult.FALSE)
    drawn.refresh_from_db()
    assert (drawn.status, drawn.reopen_count, drawn.closed_at) == (State.IN_PROGRESS, 1, None)
    assert drawn.due_on is not None
    assert [event.step for event in drawn.events.order_by("version")][-2:] == ["look_back", "reopen_by_look_back"]
    assert drawn.events.last().detail == {"rebound": True}  # type: ignore[union-attr]  # just asserted
    draw_share(1)
    _finish(cast, drawn)
    assert LookBack.objects.latest("closing").ground == LookBackGround.AGAIN


def test_long_after_closing_it_is_no_rebound(cast: Cast) -> None:
    draw_share(100)
    with clock.travel_to(clock.now() - timedelta(days=limits.length("ledger.rebound") + 1)):
        issue = brought_to(cast, State.CLOSED)
    found(cast, issue, LookBackResult.FALSE)
    issue.refresh_from_db()
    assert (issue.status, issue.reopen_count) == (State.IN_PROGRESS, 0)


def test_it_is_too_early_before_its_day(cast: Cast) -> None:
    draw_share(100)
    issue = brought_to(cast, State.CLOSED)
    with pytest.raises(RefusedStepError, match="才回头看"):
        found(cast, issue, LookBackResult.TRUE)


def test_nothing_to_show_is_refused_and_leaves_nothing(cast: Cast, drawn: Issue) -> None:
    with pytest.raises(RefusedStepError, match="至少一张"):
        found(cast, drawn, LookBackResult.FALSE, attachments=[])
    drawn.refresh_from_db()
    assert (drawn.status, LookBack.objects.get().looked_at) == (State.CLOSED, None)


def test_it_is_done_once(cast: Cast, drawn: Issue) -> None:
    found(cast, drawn, LookBackResult.TRUE)
    with pytest.raises(RefusedStepError, match="没有抽到"):
        found(cast, drawn, LookBackResult.FALSE)


@pytest.mark.parametrize("who", ["handler", "acceptor", "head"])
def test_whoever_had_a_hand_in_it_does_not_look_back(cast: Cast, client: Client, drawn: Issue, who: str) -> None:
    Posting.objects.create(user=cast.people[who], unit=cast.group, role=Role.PETITION_OFFICER, since=clock.today())
    with pytest.raises(RefusedStepError, match="要由别人"):
        found(cast, drawn, LookBackResult.TRUE, by=who)
    assert not LookBack.objects.for_other_eyes(cast.rights(who)).exists()
    for days, view in ((-20, "coming"), (0, "mine"), (60, "late")):
        with clock.travel_to(clock.now() + timedelta(days=days)):
            for person, is_shown in ((who, False), ("ledger", True)):
                client.force_login(cast.people[person])
                rows = client.get(f"/ledger/look-backs/?view={view}").context["page"].rows
                assert bool(rows) == is_shown, (view, person)
    client.force_login(cast.people[who])
    page = client.get(drawn.get_absolute_url()).content.decode().split("<main", 1)[1]
    assert "回头看" not in page, "nor does the item's own page say that it was drawn"


def test_whoever_handles_it_does_not_learn_that_it_was_drawn(cast: Cast, client: Client, drawn: Issue) -> None:
    client.force_login(cast.handler)
    assert "回头看" not in client.get(drawn.get_absolute_url()).content.decode().split("<main", 1)[1]
    for view in ("mine", "late", "coming", "done"):
        assert not client.get(f"/ledger/look-backs/?view={view}").context["page"].rows
    found(cast, drawn, LookBackResult.TRUE)
    assert [row.issue for row in client.get("/ledger/look-backs/").context["page"].rows] == [drawn]
    assert "到现场看了" in client.get(drawn.get_absolute_url()).content.decode()


def test_sealed_items_are_looked_back_at_by_inspectors_alone(cast: Cast, client: Client, drawn: Issue) -> None:
    workflow.seal(issue=drawn, exclusions=[])
    with pytest.raises(Issue.DoesNotExist):
        found(cast, drawn, LookBackResult.TRUE)
    for who in ("ledger", "leader", "petition"):
        client.force_login(cast.people[who])
        for view in ("mine", "late", "coming", "done"):
            assert not client.get(f"/ledger/look-backs/?view={view}").context["page"].rows
    client.force_login(cast.discipline)
    assert [row.issue for row in client.get("/ledger/look-backs/").context["page"].rows] == [drawn]
    found(cast, drawn, LookBackResult.TRUE, by="discipline")
    client.force_login(cast.ledger)
    assert not client.get("/ledger/look-backs/?view=done").context["page"].rows
    assert not LookBack.objects.visible_to(cast.rights("handler")).exists()
