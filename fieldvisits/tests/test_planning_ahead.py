"""Plans that are agreed to, moved, repeated, told of by letter, warned about, and followed on a phone."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from fieldvisits.calendar import MOST_NAMED, Month
from fieldvisits.factories import VisitFactory, VisitPlanFactory
from fieldvisits.forms.plan import PlanForm
from fieldvisits.models import CalendarFeed, PeakPeriod, VisitPlan
from fieldvisits.timing import Timing, timing_of
from fieldvisits.workflow.planning import approve_plan, move_plan, plan_visit
from fieldvisits.worklines import work_lines
from outreach.audit.models import AuditRecord
from outreach.calendars.workdays import is_workday
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.documents.kinds import kinds
from outreach.documents.models import Document
from outreach.org.models import Cadre, Posting
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PLAN = "/fieldvisits/plan/"


@pytest.fixture(autouse=True)
def november() -> object:
    with clock.travel_to(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))) as moved:
        yield moved


@pytest.fixture
def point(cast: Cast) -> ContactPoint:
    made: ContactPoint = ContactPointFactory(
        unit=cast.quay, leader=cast.leader.cadre, visit_quota=2, since=date(2026, 1, 1)
    )
    return made


def test_the_office_agrees_to_what_a_leader_plans(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan = plan_visit(point=point, planned_on=date(2026, 12, 3), note="看夜班", rights=cast.rights("leader"))
    assert not plan.is_approved
    client.force_login(cast.ledger)
    assert "等你同意" in client.get(PLAN).content.decode()
    client.post(f"{plan.get_absolute_url()}approve/")
    plan.refresh_from_db()
    assert plan.approved_by == cast.ledger
    with pytest.raises(RefusedStepError, match="已经同意"):
        approve_plan(plan=plan, rights=cast.rights("ledger"))
    client.force_login(cast.leader)
    assert client.post(f"{plan.get_absolute_url()}approve/").status_code == 403


def test_moved_it_keeps_its_first_day_and_is_agreed_to_anew(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan = plan_visit(point=point, planned_on=date(2026, 12, 3), note="", rights=cast.rights("ledger"))
    assert plan.is_approved
    client.force_login(cast.leader)
    url = f"{plan.get_absolute_url()}move/"
    kept = client.post(url, {"to": "2026-12-31x", "reason": "班子会"}).content.decode()
    assert 'value="班子会"' in kept
    client.post(url, {"to": "2026-12-10", "reason": "班子会"})
    plan.refresh_from_db()
    assert (plan.planned_on, plan.moved_from, plan.is_approved) == (date(2026, 12, 10), date(2026, 12, 3), False)
    moved = move_plan(plan=plan, to=date(2026, 12, 11), reason="再改", rights=cast.rights("ledger"))
    assert moved.moved_from == date(2026, 12, 3)
    other = plan_visit(point=point, planned_on=date(2026, 12, 17), note="", rights=cast.rights("ledger"))
    with pytest.raises(RefusedStepError, match="已经安排"):
        move_plan(plan=moved, to=other.planned_on, reason="撞了", rights=cast.rights("ledger"))
    assert AuditRecord.objects.filter(action="visit.moved").count() == 2


@pytest.mark.parametrize(
    ("first", "repeat", "until", "days"),
    [
        ("2026-12-03", "once", "", ["2026-12-03"]),
        ("2026-12-03", "quarterly", "2027-06-30", ["2026-12-03", "2027-03-03", "2027-06-03"]),
        # 31 January → 28 February, a Sunday: the next workday.
        ("2026-12-31", "monthly", "2027-03-01", ["2026-12-31", "2027-02-01", "2027-03-01"]),
    ],
)
def test_a_repeated_plan_avoids_days_off(
    cast: Cast, point: ContactPoint, first: str, repeat: str, until: str, days: list[str]
) -> None:
    data = {"contact_point": point.pk, "planned_on": first, "repeat": repeat, "until": until}
    form = PlanForm(data, rights=cast.rights("ledger"))
    assert form.is_valid(), form.errors
    assert [str(day) for day in form.days] == days
    assert all(is_workday(day) for day in form.days)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"repeat": "monthly"}, "请写到哪天为止"),
        ({"repeat": "monthly", "until": "2026-12-01"}, "不能早于第一次"),
        ({"repeat": "daily"}, "repeat"),
        ({"until": "明年", "repeat": "monthly"}, "until"),
        ({"planned_on": "9999-12-15", "until": "9999-12-31", "repeat": "monthly"}, "planned_on"),
        ({"until": "9999-12-31", "repeat": "quarterly"}, "until"),
    ],
)
def test_a_wrong_repeat_is_told(cast: Cast, point: ContactPoint, change: dict[str, str], words: str) -> None:
    data = {"contact_point": point.pk, "planned_on": "2026-12-03", **change}
    form = PlanForm(data, rights=cast.rights("ledger"))
    assert not form.is_valid()
    assert words in str(form.errors)


def test_all_of_a_series_are_planned_or_none(client: Client, cast: Cast, point: ContactPoint) -> None:
    VisitPlanFactory(contact_point=point, planned_on=date(2027, 3, 3))
    client.force_login(cast.ledger)
    data = {"contact_point": point.pk, "planned_on": "2026-12-03", "repeat": "quarterly", "until": "2027-06-30"}
    assert "2027-03-03 已经安排" in client.post(PLAN, data).content.decode()
    assert VisitPlan.objects.count() == 1


def test_what_speaks_against_a_day(cast: Cast, point: ContactPoint) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="总会计师")
    near = ContactPointFactory(unit=cast.east, leader=other, since=date(2026, 1, 1))
    VisitPlanFactory(contact_point=near, planned_on=date(2026, 12, 1))
    PeakPeriod.objects.create(unit=cast.east, first=date(2026, 12, 8), last=date(2026, 12, 10), why="月度结算")
    timing = Timing([point], date(2026, 11, 23), date(2027, 3, 31), cast.rights("ledger"))
    assert timing.warnings(point, date(2026, 12, 3)) == ["这一周已有其他领导要去这里"]
    assert timing.warnings(point, date(2026, 12, 9)) == ["单位正忙：月度结算"]
    assert timing.warnings(point, date(2026, 12, 12)) == ["这天是休息日"]
    assert "还没有公布" in timing.warnings(point, date(2027, 2, 3))[0]
    assert timing.warnings(point, date(2026, 12, 16)) == []
    assert timing.proposals(point) == [date(2026, 11, 26), date(2026, 12, 7), date(2026, 12, 14)]


def test_an_unannounced_visit_is_told_to_nobody_by_a_warning(cast: Cast, point: ContactPoint) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="总会计师")
    near = ContactPointFactory(unit=cast.east, leader=other, since=date(2026, 1, 1))
    VisitPlanFactory(contact_point=near, planned_on=date(2026, 12, 1), is_unannounced=True)
    point.liaison = cast.cadre
    point.save()
    day = date(2026, 12, 3)
    assert timing_of(point, day, cast.rights("cadre")).warnings(point, day) == []
    assert timing_of(point, day, cast.rights("ledger")).warnings(point, day) != []


def test_a_letter_tells_the_unit_and_nothing_else_does(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan = plan_visit(point=point, planned_on=date(2026, 12, 3), note="看夜班", rights=cast.rights("ledger"))
    client.force_login(cast.head)
    assert client.get(plan.get_absolute_url()).status_code == 404
    client.force_login(cast.ledger)
    letter = kinds.get("visit.letter")
    assert letter is not None
    values = {**letter.fill(plan), "companions": "2人", "token": "00000000-0000-4000-8000-000000000001"}
    client.post(f"/documents/new/visit.letter/{plan.pk}/", values)
    document = Document.objects.get()
    client.post(f"{document.get_absolute_url()}issue/", {"version": document.version})
    document.refresh_from_db()
    assert "现办函〔2026〕1号" in (document.number or "")
    client.force_login(cast.head)
    shown = client.get(plan.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in shown
    assert "改期或取消" not in shown
    assert client.post(f"{plan.get_absolute_url()}cancel/", {"reason": "别来了"}).status_code == 403
    assert client.get(PLAN).status_code == 403
    assert [line.due_on for line in work_lines(cast.rights("head"))] == [date(2026, 12, 3)]


def test_no_letter_for_an_unannounced_visit(cast: Cast, point: ContactPoint) -> None:
    rights = cast.rights("ledger")
    plan = plan_visit(point=point, planned_on=date(2026, 12, 3), note="", rights=rights, is_unannounced=True)
    letter = kinds.get("visit.letter")
    assert letter is not None
    assert not letter.suits(plan)


def test_a_phone_follows_by_a_secret_address(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan = plan_visit(point=point, planned_on=date(2026, 12, 3), note="看夜班", rights=cast.rights("ledger"))
    client.force_login(cast.leader)
    shown = client.post("/fieldvisits/plan/feed/").content.decode()
    assert "webcal://testserver/fieldvisits/calendar/" in shown
    address = shown.split("readonly>http://testserver")[1].split("<")[0]
    client.logout()
    answer = client.get(address)
    event: Any = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer["Content-Type"].startswith("text/calendar")
    assert (event["DTSTART"].dt, str(event["STATUS"])) == (date(2026, 12, 3), "CONFIRMED")
    assert str(event["UID"]) == f"visit-plan-{plan.pk}@outreach"
    assert address.split("/")[-1].removesuffix(".ics") not in str(CalendarFeed.objects.values())
    client.force_login(cast.leader)
    client.post("/fieldvisits/plan/feed/", {"revoke": "1"})
    assert client.get(address).status_code == 404
    assert client.get("/fieldvisits/calendar/%00.ics").status_code == 404


def test_an_address_made_anew_or_of_somebody_who_left_is_dead(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.leader)
    first, second = (
        client.post("/fieldvisits/plan/feed/").content.decode().split("readonly>http://testserver")[1].split("<")[0]
        for _turn in range(2)
    )
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    cast.leader.is_active = False
    cast.leader.save()
    assert client.get(second).status_code == 404


def test_whoever_serves_no_more_sees_nothing_of_the_points_that_were_theirs(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    """Their post ended by itself, and nobody has taken over yet."""
    plan = plan_visit(
        point=point, planned_on=date(2026, 12, 3), note="看夜班", rights=cast.rights("ledger"), is_unannounced=True
    )
    held = VisitFactory(unit=cast.quay, author=cast.leader, contact_point=point)
    client.force_login(cast.leader)
    feed = client.post("/fieldvisits/plan/feed/").content.decode().split("readonly>http://testserver")[1].split("<")[0]
    pages = [one.get_absolute_url() for one in (plan, held, point)]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert b"VEVENT" in client.get(feed).content
    Posting.objects.filter(user=cast.leader).update(until=date(2026, 11, 22))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert b"VEVENT" not in client.get(feed).content


def test_the_month_shows_plans_and_visits_of_its_days(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan_visit(point=point, planned_on=date(2026, 12, 3), note="", rights=cast.rights("ledger"))
    client.force_login(cast.ledger)
    shown = client.get("/fieldvisits/plan/month/?month=2026-12").content.decode()
    assert str(cast.quay) in shown
    assert client.get("/fieldvisits/plan/month/?month=2026-10").content.decode().count("sx-month__plan") == 0
    for strange in ("2026-13", "²-1", "9999999-1", "", "x" * 400):
        assert Month.read(strange, date(2026, 11, 23)) == Month(2026, 11)
    client.force_login(cast.cadre)
    assert client.get("/fieldvisits/plan/month/").status_code == 403


def test_a_day_with_many_visits_names_some_and_leads_to_all(client: Client, cast: Cast, point: ContactPoint) -> None:
    day = date(2026, 11, 19)
    for _number in range(MOST_NAMED + 3):
        VisitFactory(unit=cast.quay, author=cast.cadre, leader=cast.leader.cadre, visited_on=day)
    VisitFactory(unit=cast.quay, author=cast.cadre, visited_on=day)  # no leader was there
    client.force_login(cast.ledger)
    page = client.get("/fieldvisits/plan/month/?month=2026-11")
    square = next(one for week in page.context["weeks"] for one in week if one.on == day)
    assert (len(square.visits), square.unnamed) == (MOST_NAMED, 3)
    assert "还有 3 次" in page.content.decode()
    assert len(client.get(square.list_url).context["page"].rows) == MOST_NAMED + 3


def test_a_plan_far_ahead_says_that_holidays_are_estimated(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    data = {"contact_point": point.pk, "planned_on": str(date(2026, 11, 23) + timedelta(days=120)), "repeat": "once"}
    assert "还没有公布" in client.post(PLAN, data, follow=True).content.decode()


def test_the_plan_and_the_month_lead_to_the_page_to_take_along(client: Client, cast: Cast, point: ContactPoint) -> None:
    coming = VisitPlanFactory(contact_point=point, planned_on=date(2026, 11, 27))
    held = VisitPlanFactory(contact_point=point, planned_on=date(2026, 11, 2))
    brief = f"/contactpoints/{point.pk}/brief"
    client.force_login(cast.leader)
    page = client.get(coming.get_absolute_url()).content.decode()
    assert f'href="{brief}/"' in page
    assert f'href="{brief}.pdf"' in page
    assert brief not in client.get(held.get_absolute_url()).content.decode()
    month = client.get(f"{PLAN}month/", {"month": "2026-11"}).content.decode()
    assert month.count(f'href="{brief}/"') == 1
