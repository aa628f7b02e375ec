"""Coverage: what the grid tells is what an independent recount finds; quotas are for those they bind."""

import random
import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldvisits.factories import VisitFactory, VisitPlanFactory
from fieldvisits.models import Visit
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.dashboard.figures.covering import Asked, grid, months_around, quotas
from outreach.dashboard.scope import Scope
from outreach.org.models import Cadre, OrgUnit, UnitKind
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PAGE = "/coverage/"
EVERYTHING = Asked(None, "", "", 1)


def workshops(cast: Cast, many: int) -> list[OrgUnit]:
    for n in range(many):
        OrgUnit.objects.create(name=f"班组{n}", kind=UnitKind.WORKSHOP, parent=cast.east)
    return list(OrgUnit.objects.grassroots())


def random_visits(cast: Cast, units: list[OrgUnit], many: int) -> list[tuple[int, date]]:
    """Anywhere within two years, the last unit never."""
    chance, today = random.Random(7), clock.today()  # noqa: S311 - made-up visits
    made = [(chance.choice(units[:-1]).pk, today - timedelta(days=chance.randint(0, 730))) for _ in range(many)]
    Visit.objects.bulk_create(
        Visit(client_uuid=uuid.UUID(int=n), content_hash="", unit_id=unit, visited_on=day, author=cast.cadre)
        for n, (unit, day) in enumerate(made, start=1)
    )
    return made


@pytest.mark.parametrize("many", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_the_grid_equals_an_independent_recount(cast: Cast, many: int) -> None:
    units = workshops(cast, 20)
    made = random_visits(cast, units, many)
    counted = grid(Scope(cast.rights("ledger")), EVERYTHING)
    by_month = Counter((unit, day.year, day.month) for unit, day in made)
    for row in counted.rows:
        own = [day for unit, day in made if unit == row.unit.pk]
        assert row.days == ((clock.today() - max(own)).days if own else None)
        for cell in row.cells:
            assert cell.done == by_month[row.unit.pk, cell.month.first.year, cell.month.first.month]
    assert counted.units == len(counted.rows) == 21
    assert counted.gaps == sum(row.days is None or row.days > counted.limit_days for row in counted.rows)


def test_months_follow_one_another_over_the_turn_of_the_year() -> None:
    months = months_around(date(2026, 12, 31))
    assert (months[0].first, months[-1].first, months[-1].last) == (
        date(2026, 1, 1),
        date(2027, 1, 1),
        date(2027, 1, 31),
    )
    assert [month.is_over for month in months] == [True] * 11 + [False] * 2


def test_a_cell_opens_the_visits_it_counts(client: Client, cast: Cast) -> None:
    VisitFactory.create_batch(3, unit=cast.quay, author=cast.cadre, visited_on=clock.today())
    VisitFactory(unit=cast.quay, author=cast.cadre, visited_on=clock.today() - timedelta(days=70))
    [row] = grid(Scope(cast.rights("ledger")), EVERYTHING).rows
    client.force_login(cast.ledger)
    for cell in row.cells:
        if cell.url:
            assert len(client.get(cell.url).context["page"].rows) == cell.done
    assert "3 次" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("name", "sees"), [("ledger", True), ("leader", True), ("head", False)])
def test_a_plan_shows_to_those_who_may_know_of_it(client: Client, cast: Cast, name: str, sees: bool) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    VisitPlanFactory(contact_point=point, planned_by=cast.ledger, planned_on=clock.today() + timedelta(days=1))
    [row] = grid(Scope(cast.rights(name)), EVERYTHING).rows
    assert any(cell.planned for cell in row.cells) is sees


def test_gaps_are_asked_for_in_the_address(client: Client, cast: Cast) -> None:
    near, far, never = workshops(cast, 2)
    today = clock.today()
    VisitFactory(unit=near, author=cast.cadre, visited_on=today - timedelta(days=60))
    VisitFactory(unit=far, author=cast.cadre, visited_on=today - timedelta(days=61))
    client.force_login(cast.ledger)
    for query, units in [
        ("?gap=60", [never, far]),
        ("?gap=30", [never, far, near]),
        ("?gap=never", [never]),
        (f"?below={cast.east.pk}&q={near.name}", [near]),
        (f"?below={cast.west.pk}", []),
        ("?gap=x&page=²&below=-1", [near, far, never]),
        ("?page=99999", [near, far, never]),
    ]:
        page = client.get(PAGE + query)
        assert [row.unit.pk for row in page.context["grid"].rows] == [unit.pk for unit in units], query
    assert "没有这样的单位" in client.get(f"{PAGE}?below={cast.west.pk}").content.decode()


def test_a_quota_is_seen_by_its_leader_and_the_office(cast: Cast) -> None:
    other = Cadre.objects.create(user=cast.head, unit=cast.east, title="经理")
    mine = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre, visit_quota=2, liaison=cast.cadre)
    ContactPointFactory(unit=cast.west, leader=other)
    often = ContactPointFactory(unit=cast.east, leader=cast.leader.cadre, visit_quota=1)
    for point in (mine, often, often, often):
        facts = {"leader": cast.leader.cadre, "contact_point": point, "visited_on": clock.today()}
        VisitFactory(unit=point.unit, author=cast.cadre, **facts)

    def told(name: str) -> list[tuple[int, int, int]]:
        return [(one.leader.pk, one.done, one.due) for one in quotas(Scope(cast.rights(name)))]

    # Two of three: two visits more to one point are none to the other.
    own, others = (cast.leader.cadre.pk, 2, 3), (other.pk, 0, 1)
    assert told("leader") == [own]
    assert told("head") == [others]
    assert set(told("ledger")) == {own, others}
    assert told("handler") == told("cadre") == []


@pytest.mark.parametrize(("name", "status"), [("ledger", 200), ("handler", 200), ("cadre", 403), ("auditor", 403)])
def test_the_page_is_for_those_who_see_the_wall_chart(client: Client, cast: Cast, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert client.get(PAGE).status_code == status


def test_outside_their_reach_nobody_sees_a_unit(client: Client, cast: Cast) -> None:
    client.force_login(cast.outsider)
    assert "固机车间" not in client.get(PAGE).content.decode()


def test_statements_do_not_grow(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    statements()
    few = statements()
    random_visits(cast, workshops(cast, 80), 300)
    assert statements() == few


def test_the_words_do_not_hang_on_colour(client: Client, cast: Cast) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    VisitPlanFactory(contact_point=point, planned_by=cast.ledger, planned_on=clock.today() - timedelta(days=62))
    client.force_login(cast.ledger)
    page = client.get(PAGE).content.decode()
    assert "没去成" in page
    assert "从来没人去过" in page
