"""The pages of leaders' receptions: the published roster, booking by code, the desk, and writing down."""

from typing import Any

import pytest
from django.test import Client

from outreach.common import clock
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from petitions.factories import hand_in, make_petition, reception_day
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.states import Meeting
from petitions.workflow.receptions import book

pytestmark = pytest.mark.django_db
ROSTER = "/petitions/receptions/"
TRACK = "/petitions/track/"
BOOK = f"{TRACK}reception/"
HOURS = {"planned_on": "", "starts_at": "09:00", "ends_at": "11:00", "slot_minutes": "20", "place": "信访接待室"}


@pytest.fixture
def day(cast: Cast) -> ReceptionDay:
    return reception_day(cast)


@pytest.fixture
def visitor(client: Client, cast: Cast) -> Client:
    """Somebody whose matter is open on the query page."""
    client.post(TRACK, {"code": hand_in(client)})
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


class TestWithoutAnAccount:
    def test_the_roster_is_there_for_everybody_and_the_entrance_leads_to_it(
        self, client: Client, day: ReceptionDay
    ) -> None:
        assert f"{ROSTER}days/" in text_of(client.get("/"))
        page = text_of(client.get(f"{ROSTER}days/"))
        assert "副总经理" in page
        assert str(day.held_on) in page
        assert "还有 3 个空位" in page

    def test_an_empty_roster_says_so(self, client: Client, cast: Cast) -> None:
        assert "还没有公布接访日" in text_of(client.get(f"{ROSTER}days/"))

    def test_booking_without_a_code_asks_for_it(self, client: Client, day: ReceptionDay) -> None:
        response = client.get(BOOK, follow=True)
        assert response.redirect_chain[-1][0] == TRACK
        assert "先输入查询码" in text_of(response)

    def test_a_place_is_booked_shown_and_given_up(self, visitor: Client, day: ReceptionDay) -> None:
        assert "约个时间当面谈" in text_of(visitor.get(TRACK))
        page = text_of(visitor.post(BOOK, {"place": f"{day.pk}-09:20"}, follow=True))
        assert "请在 09:20 前到" in page
        assert "约个时间当面谈" not in page
        assert "预约取消了" in text_of(visitor.post(f"{BOOK}cancel/", follow=True))
        assert ReceptionSlot.objects.get().status == Meeting.GIVEN_UP

    def test_nothing_chosen_is_told_in_plain_words(self, visitor: Client, day: ReceptionDay) -> None:
        assert "请选一个时间。" in text_of(visitor.post(BOOK, {}))

    @pytest.mark.parametrize("place", ["", "x", "9999-09:00", "1-99:99", "1-", "\x00"])
    def test_a_place_that_is_none_is_told(self, visitor: Client, day: ReceptionDay, place: str) -> None:
        response = visitor.post(BOOK, {"place": place})
        assert response.status_code == 200
        assert response.context["form"].errors["place"]
        assert not ReceptionSlot.objects.exists()

    def test_a_place_that_somebody_else_took_meanwhile_is_told(
        self, visitor: Client, day: ReceptionDay, cast: Cast
    ) -> None:
        visitor.get(BOOK)
        book(petition=make_petition(cast.quay), day=day, starts_at=day.starts_at)
        response = visitor.post(BOOK, {"place": f"{day.pk}-09:00"})
        assert response.context["form"].errors["place"]
        assert ReceptionSlot.objects.count() == 1

    def test_a_full_day_offers_the_line(self, visitor: Client, cast: Cast) -> None:
        day = reception_day(cast, slot_minutes=60)
        book(petition=make_petition(cast.quay), day=day, starts_at=day.starts_at)
        assert "已约满，排队等空位" in text_of(visitor.get(BOOK))
        assert "有人取消就按先后轮到你" in text_of(visitor.post(BOOK, {"place": f"{day.pk}-"}, follow=True))

    def test_an_accusation_is_told_who_calls_and_offered_nothing(self, client: Client, day: ReceptionDay) -> None:
        client.post(TRACK, {"code": hand_in(client, kind="accusation")})
        assert "约个时间当面谈" not in text_of(client.get(TRACK))
        assert "纪检部门直接联系" in text_of(client.get(BOOK))
        client.post(BOOK, {"place": f"{day.pk}-09:00"})
        assert not ReceptionSlot.objects.exists()


class TestAtTheDesk:
    def test_the_office_plans_a_day_and_hears_that_a_holiday_moved_it(self, client: Client, cast: Cast) -> None:
        client.force_login(cast.petition)
        form = {**HOURS, "cadre": cast.leader.cadre.pk, "planned_on": f"{clock.today().year + 1}-01-01"}
        response = client.post(ROSTER, form, follow=True)
        assert "已排进接访日" in text_of(response)
        assert "已顺延到" in text_of(response)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("planned_on", "2020-01-01"),
            ("planned_on", "2026-02-30"),
            ("ends_at", "09:10"),
            ("ends_at", "08:00"),
            ("slot_minutes", "0"),
            ("place", ""),
            ("cadre", "999999"),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_stays(
        self, client: Client, cast: Cast, field: str, value: str
    ) -> None:
        client.force_login(cast.petition)
        form = {**HOURS, "cadre": cast.leader.cadre.pk, "planned_on": str(clock.today()), field: value}
        response = client.post(ROSTER, form)
        assert response.context["form"].errors[field]
        assert "信访接待室" in text_of(response) or field == "place"
        assert not ReceptionDay.objects.exists()

    def test_others_look_and_are_offered_no_form(self, client: Client, cast: Cast, day: ReceptionDay) -> None:
        client.force_login(cast.leader)
        assert client.get(ROSTER).context["form"] is None
        assert client.post(ROSTER, HOURS).status_code == 403
        page = client.get(f"{ROSTER}{day.pk}/")
        assert "substitute_form" not in page.context
        assert client.post(f"{ROSTER}{day.pk}/cancel/", {"reason": "外出"}).status_code == 403

    def test_a_substitute_and_the_end_of_a_day_are_told(self, client: Client, cast: Cast, day: ReceptionDay) -> None:
        other = Cadre.objects.create(user=cast.head, unit=cast.east, title="装卸一公司经理")
        client.force_login(cast.petition)
        url = f"{ROSTER}{day.pk}/"
        assert "substitute_form" in client.post(f"{url}substitute/", {"substitute": other.pk}).context
        page = client.post(f"{url}substitute/", {"substitute": other.pk, "reason": "出差"}, follow=True)
        assert "装卸一公司经理" in text_of(page)
        assert "已取消：防汛" in text_of(client.post(f"{url}cancel/", {"reason": "防汛"}, follow=True))
        again = client.post(f"{url}cancel/", {"reason": "防汛"})
        assert "已经取消或者过去了" in text_of(again)

    def test_a_day_lists_who_comes_and_hides_what_one_may_not_see(
        self, client: Client, cast: Cast, day: ReceptionDay
    ) -> None:
        slot = book(petition=make_petition(cast.quay), day=day, starts_at=day.starts_at)
        client.force_login(cast.leader)
        assert slot.petition.number in text_of(client.get(f"{ROSTER}{day.pk}/"))
        slot.petition.accused.create(user=cast.leader, ground="recused")
        assert slot.petition.number not in text_of(client.get(f"{ROSTER}{day.pk}/"))
        assert client.get(f"{ROSTER}slots/{slot.pk}/").status_code == 404


class TestWritingDown:
    @pytest.fixture
    def slot(self, cast: Cast) -> ReceptionSlot:
        day = reception_day(cast, 0)
        if day.is_moved:  # today is no workday: let it be one for this leader
            ReceptionDay.objects.update(held_on=day.planned_on)
            day.refresh_from_db()
        petition = make_petition(cast.quay)
        with clock.travel_to(clock.start_of(clock.today())):  # a place whose time has passed is given to nobody
            return book(petition=petition, day=day, starts_at=day.starts_at)

    def test_the_conversation_is_kept_and_the_petitioner_reads_the_promise(
        self, client: Client, cast: Cast, slot: ReceptionSlot
    ) -> None:
        client.force_login(cast.leader)
        url = f"{ROSTER}slots/{slot.pk}/"
        said = {"heard": "补贴算错", "promise": "月底补发", "promised_on": str(clock.today())}
        page = text_of(client.post(url, said, follow=True))
        assert "已接访" in page
        assert "月底补发" in page
        assert "月底补发" in text_of(client.get(url))
        assert "月底补发" in text_of(client.get("/"))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"heard": ""}, "heard"),
            ({"heard": "谈了", "promise": "月底补发"}, "promised_on"),
            ({"heard": "谈了", "promised_on": "2026-12-01"}, "promise"),
            ({"heard": "谈了" * 2000}, "heard"),
        ],
    )
    def test_half_a_promise_is_told(
        self, client: Client, cast: Cast, slot: ReceptionSlot, said: dict[str, str], field: str
    ) -> None:
        client.force_login(cast.petition)
        response = client.post(f"{ROSTER}slots/{slot.pk}/", said)
        assert response.context["form"].errors[field]
        slot.refresh_from_db()
        assert slot.status == Meeting.BOOKED

    def test_nobody_came_and_twice_is_once(self, client: Client, cast: Cast, slot: ReceptionSlot) -> None:
        client.force_login(cast.petition)
        url = f"{ROSTER}slots/{slot.pk}/"
        assert "未到" in text_of(client.post(url, {"go": "missed"}, follow=True))
        again = client.post(url, {"go": "missed"})
        assert "不能“记为未到”" in text_of(again)
        assert Petition.objects.get(pk=slot.petition_id).receptions.count() == 1
