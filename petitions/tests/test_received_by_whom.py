"""Nobody is received by the leader they complain about, and no taken place tells that leader that somebody does."""

from collections.abc import Callable

import pytest

from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Cadre, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import make_petition, reception_day
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.states import Meeting
from petitions.workflow.hearing import hear
from petitions.workflow.receptions import book, free_places, give_up, name_substitute

pytestmark = pytest.mark.django_db


def told(cast: Cast, petition: Petition) -> object:
    return workflow.supplement(petition=petition, text=f"{cast.leader.full_name}压着不办")


def recused(cast: Cast, petition: Petition) -> object:
    return workflow.recuse(petition=petition, reason="当事人是亲属", rights=cast.rights("leader"))


@pytest.fixture
def slot(cast: Cast) -> ReceptionSlot:
    day = reception_day(cast)
    return book(petition=make_petition(cast.quay), day=day, starts_at=day.starts_at)


@pytest.mark.parametrize("by", [told, recused])
def test_who_has_to_keep_away_after_the_booking_receives_somebody_else(
    cast: Cast, slot: ReceptionSlot, by: Callable[[Cast, Petition], object]
) -> None:
    waiting = book(petition=make_petition(cast.quay), day=slot.day, starts_at=free_places(slot.day)[0])
    by(cast, slot.petition)
    slot.refresh_from_db()
    assert (slot.status, slot.starts_at) == (Meeting.WAITING, None)
    assert "另约一位" in slot.note
    give_up(slot=waiting)  # a place that comes free is for others
    slot.refresh_from_db()
    assert slot.status == Meeting.WAITING
    assert free_places(slot.day) == list(slot.day.places())  # as many as are shown: there is nothing to infer


def test_a_substitute_who_has_to_keep_away_does_not_get_them_back_when_a_place_comes_free(
    cast: Cast, slot: ReceptionSlot
) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="装卸一公司经理")
    slot.petition.accused.create(user=cast.head, ground="in_text")
    another = book(petition=make_petition(cast.quay), day=slot.day, starts_at=free_places(slot.day)[0])
    name_substitute(day=slot.day, substitute=other, reason="出差", rights=cast.rights("petition"))
    give_up(slot=another)
    slot.refresh_from_db()
    assert slot.status == Meeting.WAITING


def test_what_is_sealed_by_its_first_step_keeps_no_place(cast: Cast, slot: ReceptionSlot) -> None:
    assert slot.petition.version == 0
    workflow.route_to_discipline(petition=slot.petition, rights=cast.rights("petition"))
    slot.refresh_from_db()
    assert slot.status == Meeting.GIVEN_UP
    assert free_places(ReceptionDay.objects.get()) == list(slot.day.places())


def test_whom_the_petitioner_speaks_about_does_not_read_what_was_said(cast: Cast, slot: ReceptionSlot) -> None:
    other = User.objects.create(username="leader2", full_name="高建平")
    Posting.objects.create(user=other, unit=cast.group, role=Role.LEADER)
    said = f"{cast.leader.full_name}当场听了：高建平打过招呼，压着不办"
    with clock.travel_to(clock.start_of(slot.day.held_on)):
        hear(slot=slot, heard=said, rights=cast.rights("petition"))
    assert not ReceptionSlot.objects.visible_to(Rights.of(other)).exists()
    for who in ("leader", "petition"):  # who heard it, and who wrote it down
        assert ReceptionSlot.objects.visible_to(cast.rights(who)).get().heard == said


def test_what_nobody_could_deal_with_any_more_is_not_written_down_so(cast: Cast, slot: ReceptionSlot) -> None:
    with clock.travel_to(clock.start_of(slot.day.held_on)), pytest.raises(RefusedStepError, match="没有人能办"):
        hear(slot=slot, heard=f"{cast.petition.full_name}态度不好", rights=cast.rights("leader"))
    slot.refresh_from_db()
    assert (slot.status, slot.heard) == (Meeting.BOOKED, "")
