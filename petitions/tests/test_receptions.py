"""领导接访: a published roster, places by tracking code, substitutes, days called off, promises that are followed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from outreach.audit.models import AuditRecord
from outreach.calendars.models import CalendarDay
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.exclusions import Ground
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from petitions import catching_up, panels, roster, workflow
from petitions.factories import accepted, make_petition, reception_day
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.states import Kind, Meeting
from petitions.workflow import receptions
from petitions.workflow.hearing import confirm_promise, hear, miss
from petitions.workflow.receptions import book, call_off, free_places, give_up, name_substitute

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(cast: Cast) -> ReceptionDay:
    return reception_day(cast)


@pytest.fixture
def other(cast: Cast) -> Cadre:
    return Cadre.objects.create(user=cast.head, unit=cast.east, title="装卸一公司经理")


def taken(cast: Cast, day: ReceptionDay, place: int = 0, **changes: Any) -> ReceptionSlot:
    """A petition of East in one of the day's places."""
    return book(petition=make_petition(cast.quay, **changes), day=day, starts_at=list(day.places())[place])


def crowd(cast: Cast, day: ReceptionDay) -> list[ReceptionSlot]:
    """Every place taken, and two more in the line."""
    slots = [taken(cast, day, place) for place in range(len(list(day.places())))]
    return [*slots, *(book(petition=make_petition(cast.quay), day=day, starts_at=None) for _turn in range(2))]


class TestRoster:
    @pytest.mark.parametrize(
        ("planned", "held"),
        [
            (date(2026, 10, 1), date(2026, 10, 8)),  # the National Day holiday ends on the 7th
            (date(2026, 9, 20), date(2026, 9, 20)),  # a Sunday that is worked for it
            (date(2026, 10, 17), date(2026, 10, 19)),  # an ordinary Saturday
        ],
    )
    def test_a_day_on_a_holiday_moves_to_the_next_workday(self, cast: Cast, planned: date, held: date) -> None:
        with clock.travel_to(clock.start_of(date(2026, 9, 1))):
            day = reception_day(cast, (planned - date(2026, 9, 1)).days)
            assert (day.planned_on, day.held_on, day.is_moved) == (planned, held, planned != held)

    def test_a_holiday_published_later_moves_it_and_everybody_keeps_the_place(
        self, cast: Cast, day: ReceptionDay
    ) -> None:
        slot = taken(cast, day)
        CalendarDay.objects.update_or_create(date=day.held_on, defaults={"is_workday": False, "name": "停工日"})
        with transaction.atomic():
            [moved] = [one for one in receptions.realign() if one.old_due_on == day.held_on]
        day.refresh_from_db()
        slot.refresh_from_db()
        assert day.held_on == moved.new_due_on > day.planned_on
        assert (slot.status, slot.starts_at) == (Meeting.BOOKED, day.starts_at)

    def test_the_hours_are_cut_into_places_and_a_rest_is_left_out(self, cast: Cast) -> None:
        day = reception_day(cast, slot_minutes=25)
        assert [at.strftime("%H:%M") for at in day.places()] == ["09:00", "09:25"]

    def test_one_leader_has_one_reception_a_day(self, cast: Cast, day: ReceptionDay) -> None:
        with pytest.raises(RefusedStepError, match="已经排了接访"):
            reception_day(cast)

    def test_nobody_sits_at_two_tables_at_once(self, cast: Cast, day: ReceptionDay, other: Cadre) -> None:
        """A day off and the next workday are one day in the end; a substitute may receive themselves."""
        with clock.travel_to(clock.start_of(date(2026, 9, 1))):
            reception_day(cast, 18)  # on Saturday the 19th
            with pytest.raises(RefusedStepError, match="已经有接访"):
                reception_day(cast, 19)  # the Sunday after it is worked, so that the 19th moved there
            hours = receptions.Hours(day.planned_on, day.starts_at, day.ends_at, "另一间")
            receptions.plan_day(cadre=other, hours=hours, rights=cast.rights("petition"))
            with pytest.raises(RefusedStepError, match="已经有接访"):
                name_substitute(day=day, substitute=other, reason="出差", rights=cast.rights("petition"))

    def test_a_day_gone_by_is_refused(self, cast: Cast) -> None:
        with pytest.raises(RefusedStepError, match="今天或以后"):
            reception_day(cast, -1)

    @pytest.mark.parametrize("name", ["leader", "handler", "discipline", "ledger"])
    def test_only_the_petition_office_keeps_it(self, cast: Cast, day: ReceptionDay, name: str) -> None:
        with pytest.raises(PermissionDenied):
            call_off(day=day, reason="外出", rights=cast.rights(name))

    def test_it_tells_how_many_places_are_free_and_who_waits(self, cast: Cast, day: ReceptionDay) -> None:
        assert [(line.free, line.waiting) for line in roster.roster()] == [(3, 0)]
        crowd(cast, day)
        assert [(line.free, line.waiting) for line in roster.roster()] == [(0, 2)]


class TestBooking:
    def test_a_place_is_taken_once(self, cast: Cast, day: ReceptionDay) -> None:
        first = taken(cast, day)
        assert (first.status, first.starts_at) == (Meeting.BOOKED, day.starts_at)
        with pytest.raises(RefusedStepError, match="刚被别人约走"):
            taken(cast, day)
        assert ReceptionSlot.objects.count() == 1

    def test_on_the_day_itself_no_place_is_given_whose_time_has_passed(self, cast: Cast, day: ReceptionDay) -> None:
        first, *later = day.places()
        noon = clock.start_of(day.held_on) + timedelta(hours=first.hour, minutes=first.minute + 5)
        with clock.travel_to(noon):
            assert free_places(day) == later
            with pytest.raises(RefusedStepError, match="另选一个"):
                taken(cast, day)

    def test_a_petition_has_one_place_at_a_time(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        with pytest.raises(RefusedStepError, match="已经约过"):
            book(petition=slot.petition, day=day, starts_at=free_places(day)[0])
        give_up(slot=slot)
        assert book(petition=slot.petition, day=day, starts_at=free_places(day)[0]).status == Meeting.BOOKED

    def test_one_stands_in_line_only_where_no_place_is_left(self, cast: Cast, day: ReceptionDay) -> None:
        with pytest.raises(RefusedStepError, match="请选一个时间"):
            book(petition=make_petition(cast.quay), day=day, starts_at=None)

    def test_whoever_waits_longest_takes_the_place_that_gets_free(self, cast: Cast, day: ReceptionDay) -> None:
        *booked, first, second = crowd(cast, day)
        give_up(slot=booked[1])
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.status, first.starts_at) == (Meeting.BOOKED, booked[1].starts_at)
        assert (second.status, second.starts_at) == (Meeting.WAITING, None)

    def test_an_accusation_gets_none_and_hears_why(self, cast: Cast, day: ReceptionDay) -> None:
        with pytest.raises(RefusedStepError, match="纪检部门直接联系"):
            taken(cast, day, kind=Kind.ACCUSATION)

    def test_nobody_is_heard_by_whom_the_matter_is_about(self, cast: Cast, day: ReceptionDay) -> None:
        petition = make_petition(cast.quay)
        petition.accused.create(user=cast.leader, ground=Ground.RECUSED)
        assert roster.days_for(petition) == []
        with pytest.raises(RefusedStepError, match="要回避这件事"):
            book(petition=petition, day=day, starts_at=day.starts_at)

    def test_a_place_is_free_again_once_the_petition_is_sealed(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        workflow.classify(petition=slot.petition, kind=Kind.APPEAL, unit=cast.quay, rights=cast.rights("petition"))
        workflow.route_to_discipline(petition=slot.petition, rights=cast.rights("petition"))
        slot.refresh_from_db()
        assert slot.status == Meeting.GIVEN_UP
        assert roster.reception_of(Petition.objects.get(pk=slot.petition_id)) is None


class TestChanges:
    def test_a_day_called_off_moves_everybody_to_the_next_one(self, cast: Cast, day: ReceptionDay) -> None:
        slots = crowd(cast, day)
        following = reception_day(cast, 14)
        call_off(day=day, reason="赴外地防汛", rights=cast.rights("petition"))
        moved = list(following.slots.in_order())
        assert [slot.pk for slot in moved] == [slot.pk for slot in slots]
        assert [slot.status for slot in moved] == [Meeting.BOOKED] * 3 + [Meeting.WAITING] * 2
        assert {slot.note for slot in moved} == {"赴外地防汛"}

    def test_with_no_next_day_they_wait_and_a_new_day_takes_them(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        call_off(day=day, reason="赴外地防汛", rights=cast.rights("petition"))
        assert [one.pk for one in roster.waiting_for_a_day(cast.rights("petition"))] == [slot.pk]
        new = reception_day(cast, 21)
        slot.refresh_from_db()
        assert (slot.day, slot.status, slot.starts_at) == (new, Meeting.BOOKED, new.starts_at)

    def test_whoever_waited_for_a_day_that_is_over_comes_on_the_next_one(self, cast: Cast, day: ReceptionDay) -> None:
        *_booked, first, second = crowd(cast, day)
        following = reception_day(cast, 14)
        assert catching_up.run() == 0
        with clock.travel_to(clock.start_of(day.held_on + timedelta(days=1))):
            assert [catching_up.run(), catching_up.run()] == [2, 0]
        assert [slot.pk for slot in following.slots.in_order()] == [first.pk, second.pk]
        assert {slot.status for slot in following.slots.all()} == {Meeting.BOOKED}

    def test_nothing_is_moved_to_a_leader_who_keeps_away_however_often_it_is_tried(
        self, cast: Cast, day: ReceptionDay
    ) -> None:
        *_booked, first, second = crowd(cast, day)
        first.petition.accused.create(user=cast.leader, ground=Ground.RECUSED)
        reception_day(cast, 14)
        with clock.travel_to(clock.start_of(day.held_on + timedelta(days=1))):
            assert [catching_up.run(), catching_up.run()] == [1, 0]
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.day == day, second.day == day) == (True, False)

    def test_with_no_other_day_planned_the_office_sees_who_waits(self, cast: Cast, day: ReceptionDay) -> None:
        *_booked, first, second = crowd(cast, day)
        with clock.travel_to(clock.start_of(day.held_on + timedelta(days=1))):
            assert catching_up.run() == 0
            assert list(roster.waiting_for_a_day(cast.rights("petition"))) == [first, second]

    def test_a_substitute_is_named_and_sits_there(self, cast: Cast, day: ReceptionDay, other: Cadre) -> None:
        slot = taken(cast, day)
        name_substitute(day=day, substitute=other, reason="出差", rights=cast.rights("petition"))
        day.refresh_from_db()
        slot.refresh_from_db()
        assert (day.receiver, day.cadre, slot.status) == (other, cast.leader.cadre, Meeting.BOOKED)

    def test_a_substitute_who_keeps_away_does_not_meet_that_petitioner(
        self, cast: Cast, day: ReceptionDay, other: Cadre
    ) -> None:
        slot, untouched = taken(cast, day), taken(cast, day, 1)
        slot.petition.accused.create(user=other.user, ground=Ground.RECUSED)
        following = reception_day(cast, 14)
        name_substitute(day=day, substitute=other, reason="出差", rights=cast.rights("petition"))
        slot.refresh_from_db()
        untouched.refresh_from_db()
        assert (slot.day, untouched.day) == (following, day)

    def test_a_day_that_is_over_or_called_off_changes_no_more(self, cast: Cast, day: ReceptionDay) -> None:
        call_off(day=day, reason="赴外地防汛", rights=cast.rights("petition"))
        with pytest.raises(RefusedStepError, match="已经取消或者过去"):
            call_off(day=day, reason="再取消", rights=cast.rights("petition"))
        later = reception_day(cast, 14)
        with (
            clock.travel_to(clock.now() + timedelta(days=40)),
            pytest.raises(RefusedStepError, match="已经取消或者过去"),
        ):
            taken(cast, later)


class TestRecords:
    def test_what_was_promised_is_followed_until_the_petition_is_done(self, cast: Cast, day: ReceptionDay) -> None:
        petition = accepted(cast, is_simple=True)
        slot = book(petition=petition, day=day, starts_at=day.starts_at)
        until = day.held_on + timedelta(days=10)
        with clock.travel_to(clock.start_of(day.held_on)):
            hear(slot=slot, heard="补贴算错", promise="补发差额", promised_on=until, rights=cast.rights("petition"))
            confirm_promise(slot=slot, rights=cast.rights("leader"))
            [line] = [one for one in panels.work_lines(cast.rights("leader")) if one.title == "补发差额"]
            assert (line.due_on, line.url) == (until, f"/petitions/receptions/slots/{slot.pk}/")
            workflow.answer(petition=petition, text="已补发", rights=cast.rights("petition"))
            workflow.archive(petition=petition, rights=cast.rights("petition"), note="纸质材料另卷存放")
            assert not [one for one in panels.work_lines(cast.rights("leader")) if one.title == "补发差额"]
        slot.refresh_from_db()
        assert (slot.status, slot.received_by) == (Meeting.HEARD, cast.leader)

    def test_what_was_not_written_down_waits_for_the_office(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)

        def waiting(name: str) -> bool:
            return any(line.url.endswith(f"/slots/{slot.pk}/") for line in panels.work_lines(cast.rights(name)))

        assert not waiting("petition")
        with clock.travel_to(clock.start_of(day.held_on + timedelta(days=1))):
            assert (waiting("petition"), waiting("leader"), waiting("handler")) == (True, False, False)
            miss(slot=slot, rights=cast.rights("petition"))
            assert not waiting("petition")

    def test_the_substitute_answers_for_what_the_substitute_promised(
        self, cast: Cast, day: ReceptionDay, other: Cadre
    ) -> None:
        slot = taken(cast, day)
        name_substitute(day=day, substitute=other, reason="出差", rights=cast.rights("petition"))
        with clock.travel_to(clock.start_of(day.held_on)):
            assert hear(slot=slot, heard="听了", rights=cast.rights("leader")).received_by == other.user

    def test_nothing_is_written_down_before_the_day(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        with pytest.raises(RefusedStepError, match="还没到"):
            hear(slot=slot, heard="听了", rights=cast.rights("leader"))
        with pytest.raises(RefusedStepError, match="还没到"):
            miss(slot=slot, rights=cast.rights("leader"))

    def test_whoever_did_not_come_may_book_again(self, cast: Cast, day: ReceptionDay) -> None:
        slot, following = taken(cast, day), reception_day(cast, 14)
        with clock.travel_to(clock.start_of(day.held_on)):
            miss(slot=slot, rights=cast.rights("petition"))
            again = book(petition=slot.petition, day=following, starts_at=following.starts_at)
        assert again.status == Meeting.BOOKED

    def test_who_cannot_see_the_matter_cannot_write_it_down(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        slot.petition.accused.create(user=cast.leader, ground=Ground.RECUSED)
        with clock.travel_to(clock.start_of(day.held_on)), pytest.raises(ReceptionSlot.DoesNotExist):
            hear(slot=slot, heard="听了", rights=cast.rights("leader"))

    def test_every_change_is_on_record(self, cast: Cast, day: ReceptionDay) -> None:
        slot = taken(cast, day)
        give_up(slot=slot)
        acts = (
            AuditRecord.objects.filter(action__startswith="reception.").order_by("pk").values_list("action", flat=True)
        )
        assert list(acts) == ["reception.planned", "reception.asked", "reception.give_place", "reception.give_up"]
