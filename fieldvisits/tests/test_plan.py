"""Planned visits, and done against due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from fieldvisits.factories import VisitFactory, VisitPlanFactory
from fieldvisits.models import VisitPlan
from fieldvisits.quarters import Quarter
from fieldvisits.queries import progress_of
from fieldvisits.workflow.planning import plan_visits
from fieldvisits.worklines import work_lines
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import Conclusion, ContactPoint, Criterion, PointTenure
from outreach.contactpoints.workflow import Choice, Findings, change_point, open_point, review_period
from outreach.org.models import Cadre
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PLAN = "/fieldvisits/plan/"


@pytest.fixture
def point(cast: Cast) -> ContactPoint:
    point: ContactPoint = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre, visit_quota=2)
    return point


@pytest.mark.parametrize(
    ("name", "status"), [("ledger", 200), ("leader", 200), ("cadre", 403), ("head", 403), ("outsider", 403)]
)
def test_plans_are_for_the_office_and_the_leader(
    client: Client, cast: Cast, point: ContactPoint, name: str, status: int
) -> None:
    VisitPlanFactory(contact_point=point, note="暗访夜班")
    client.force_login(cast.people[name])
    answer = client.get(PLAN)
    assert answer.status_code == status
    assert ("暗访夜班" in client.get(point.get_absolute_url()).content.decode()) == (status == 200)


def test_a_visit_is_planned_once_a_day_and_called_off_with_a_reason(
    client: Client, cast: Cast, point: ContactPoint
) -> None:
    client.force_login(cast.leader)
    day = clock.today() + timedelta(days=3)
    data = {"contact_point": point.pk, "planned_on": str(day), "note": "带着津贴口径去"}
    assert client.post(PLAN, data).status_code == 302
    assert "已经安排了去这里" in client.post(PLAN, data).content.decode()
    plan = VisitPlan.objects.get()
    assert plan.planned_by == cast.leader
    url = f"/fieldvisits/plan/{plan.pk}/cancel/"
    assert "有几处要改" in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "单位正在抢修"})
    plan.refresh_from_db()
    assert plan.cancel_reason == "单位正在抢修"
    assert "已经取消过" in client.post(url, {"reason": "再来一次"}).content.decode()
    assert client.post(PLAN, data).status_code == 302


@pytest.mark.parametrize("day", ["2026-02-31", "1999-01-01", "9999-12-31", ""])
def test_a_day_that_cannot_be_planned_is_told(client: Client, cast: Cast, point: ContactPoint, day: str) -> None:
    client.force_login(cast.ledger)
    answer = client.post(PLAN, {"contact_point": point.pk, "planned_on": day, "note": "看夜班"})
    assert answer.status_code == 200
    assert "看夜班" in answer.content.decode()
    assert not VisitPlan.objects.exists()


def test_a_strange_plan_is_not_found(client: Client, cast: Cast, point: ContactPoint) -> None:
    plan = VisitPlanFactory(contact_point=point)
    client.force_login(cast.outsider)
    assert client.post(f"/fieldvisits/plan/{plan.pk}/cancel/", {"reason": "不想去"}).status_code == 404
    assert client.get(plan.get_absolute_url()).status_code == 404


def test_a_visit_counts_when_the_points_leader_was_there(cast: Cast, point: ContactPoint) -> None:
    quarter = Quarter.of(clock.today())
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point)
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
    before = quarter.first - timedelta(days=1)
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=cast.leader.cadre, visited_on=before)
    progress = progress_of([point], quarter)[0]
    assert (progress.done, progress.due, progress.missing) == (1, 2, 1)
    assert progress.last_visited_on == clock.today()
    assert progress_of([point], quarter.previous)[0].done == 1


def test_what_is_planned_waits_on_the_home_page_until_its_leader_went(cast: Cast, point: ContactPoint) -> None:
    VisitPlanFactory(contact_point=point, planned_on=clock.today() - timedelta(days=2), note="看夜班")
    VisitPlanFactory(contact_point=point, planned_on=clock.today() + timedelta(days=60))
    lines = work_lines(cast.rights("leader"))
    assert [line.detail for line in lines] == ["看夜班"]
    assert work_lines(cast.rights("cadre")) == []
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
    assert work_lines(cast.rights("leader")) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2028-1", date(2028, 1, 1), date(2028, 3, 31)),
        ("2026-4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-5", date(2026, 10, 1), date(2026, 12, 31)),
        ("9999999-1", date(2026, 10, 1), date(2026, 12, 31)),
        ("²-1", date(2026, 10, 1), date(2026, 12, 31)),
        ("", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_days(text: str, first: date, last: date) -> None:
    quarter = Quarter.read(text, date(2026, 11, 23))
    assert (quarter.first, quarter.last) == (first, last)
    assert quarter.next.previous == quarter


def test_the_quarter_turns_at_midnight_in_shanghai(client: Client, cast: Cast, point: ContactPoint) -> None:
    client.force_login(cast.ledger)
    with clock.travel_to(datetime(2026, 10, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert "第 4 季度" in client.get(PLAN).content.decode()


def test_a_visit_of_the_leader_before_still_counts_and_one_after_the_hand_over_does_not(
    client: Client, cast: Cast
) -> None:
    """And the figure opens exactly these rows."""
    rights, today = cast.rights("ledger"), clock.today()
    choice = Choice(unit=cast.quay, leader=cast.leader.cadre, since=today - timedelta(days=400))
    point = open_point(choice=choice, rights=rights)
    counted = VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
    PointTenure.objects.filter(point=point).update(until=today, ended_why="调任")
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    ContactPoint.objects.filter(pk=point.pk).update(leader=other)
    third = Cadre.objects.create(user=cast.petition, unit=cast.east, title="副经理")
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=third)
    [row] = progress_of([ContactPoint.objects.get()], Quarter.of(today))
    assert (row.done, row.missing) == (1, 0)
    PointTenure.objects.filter(point=point).update(until=today - timedelta(days=1))
    assert progress_of([ContactPoint.objects.get()], Quarter.of(today))[0].done == 0
    PointTenure.objects.filter(point=point).update(until=today)
    client.force_login(cast.ledger)
    listed = client.get(f"/fieldvisits/?point={point.pk}&more=own_leader").context["page"].rows
    assert [visit.pk for visit in listed] == [counted.pk]


def test_a_quarter_shows_the_points_of_its_time_and_carries_over_into_the_next_period(
    client: Client, cast: Cast
) -> None:
    rights, today = cast.rights("ledger"), clock.today()
    quarter = Quarter.of(today)
    old = open_point(
        choice=Choice(unit=cast.quay, leader=cast.leader.cadre, since=quarter.previous.first), rights=rights
    )
    held = VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=old, leader=cast.leader.cadre)
    scores = {criterion.value: (4, "点检记录不全") for criterion in Criterion}
    review_period(point=old, findings=Findings(scores, "建了备件仓", Conclusion.CONTINUE), rights=rights)
    new = open_point(choice=Choice(unit=cast.quay, leader=cast.leader.cadre, since=today), rights=rights, renews=old)
    client.force_login(cast.ledger)

    def shown(asked: Quarter) -> list[tuple[int, int]]:
        rows = client.get(f"{PLAN}?quarter={asked.key}").context["rows"]
        return [(row.point.pk, row.done) for row, _proposals in rows]

    assert shown(quarter.previous) == [(old.pk, 0)]
    assert shown(quarter) == [(new.pk, 1)]
    listed = client.get(f"/fieldvisits/?point={new.pk}&more=own_leader").context["page"].rows
    assert [visit.pk for visit in listed] == [held.pk]


def test_plans_go_over_to_the_next_period_and_are_off_where_none_follows(client: Client, cast: Cast) -> None:
    rights, today = cast.rights("ledger"), clock.today()
    facts = Choice(unit=cast.quay, leader=cast.leader.cadre, since=today - timedelta(days=300))
    old = open_point(choice=facts, rights=rights)
    days = [today + timedelta(days=n) for n in (2, 40)]
    plans = plan_visits(point=old, days=days, note="看夜班", rights=rights)
    scores = {criterion.value: (4, "点检记录不全") for criterion in Criterion}
    review_period(point=old, findings=Findings(scores, "建了备件仓", Conclusion.CONTINUE), rights=rights)
    new = open_point(choice=replace(facts, since=today + timedelta(days=30)), rights=rights, renews=old)
    assert [VisitPlan.objects.get(pk=plan.pk).contact_point for plan in plans] == [old, new]
    change_point(point=new, choice=replace(facts, since=new.since, until=days[1] - timedelta(days=1)), rights=rights)
    kept, called_off = (VisitPlan.objects.get(pk=plan.pk) for plan in plans)
    assert kept.is_standing
    assert (called_off.is_standing, called_off.cancel_reason) == (False, "联系期已结束")


def test_a_planned_visit_is_done_by_its_leader_and_not_by_whoever_else_goes_there(
    cast: Cast, point: ContactPoint
) -> None:
    VisitPlanFactory(contact_point=point)
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point)
    assert [line.verb for line in work_lines(cast.rights("leader"))] == ["记一次走访"]
    VisitFactory(unit=cast.quay, author=cast.cadre, contact_point=point, leader=cast.leader.cadre)
    assert not work_lines(cast.rights("leader"))
