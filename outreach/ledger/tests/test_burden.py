"""What is asked of a unit is counted over all channels and shown before anybody comes again."""

from datetime import date, timedelta

import pytest
from django.test import Client

from outreach.calendars.models import TimeLimit
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger.burden import burden
from outreach.ledger.sources import Source, sources
from outreach.org.models import OrgUnit, OrgUnitQuerySet
from outreach.org.scoping import Rights
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, date]]:
    """Every channel came twice to the quay and once to the west; returns the days it was asked for."""
    asked: list[tuple[date, date]] = []

    def times(_rights: Rights, first: date, last: date, units: OrgUnitQuerySet) -> dict[int, int]:
        asked.append((first, last))
        wanted = set(units.values_list("pk", flat=True))
        return {unit.pk: n for unit, n in ((cast.quay, 2), (cast.west, 1)) if unit.pk in wanted}

    for source in sources.channels():
        monkeypatch.setitem(sources._by_key, source.key, Source(**{**vars(source), "times_held": times}))
    return asked


def test_all_channels_count_and_a_unit_bears_what_its_workshops_bear(cast: Cast, held: list[tuple[date, date]]) -> None:
    channels, everywhere = len(list(sources.channels())), cast.rights("ledger")
    assert [burden(unit, everywhere).total for unit in (cast.quay, cast.east, cast.west, cast.group, cast.safety)] == [
        2 * channels, 2 * channels, channels, 3 * channels, 0,
    ]  # fmt: skip
    today = clock.today()
    assert set(held) == {(today - timedelta(days=89), today)}
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    burden(cast.quay, everywhere, first, last)
    assert held[-1] == (first, last)


@pytest.mark.usefixtures("held")
def test_warning_begins_at_the_limit(cast: Cast) -> None:
    rights = cast.rights("ledger")
    total = burden(cast.quay, rights).total
    for limit, is_heavy in ((total + 1, False), (total, True)):
        TimeLimit.objects.update_or_create(key="ledger.burden", defaults={"days": limit, "basis": "-"})
        assert burden(cast.quay, rights).is_heavy == is_heavy


@pytest.mark.usefixtures("held")
def test_everybody_reads_the_line_before_the_next_visit(cast: Cast, client: Client) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    for who in ("cadre", "handler", "leader", "outsider"):
        client.force_login(cast.people[who])
        assert "已接待 8 次" in client.get("/ledger/burden/", {"unit": cast.quay.pk}).content.decode()
    client.force_login(cast.leader)
    assert "已接待 8 次" in client.get("/ledger/burden/", {"contact_point": point.pk}).content.decode()
    assert "近 90 天接待 8 次" in client.get(point.get_absolute_url()).content.decode()


@pytest.mark.parametrize("query", ["", "unit=x", "unit=999999999", "unit=99999999999999999999", "contact_point=%00"])
def test_nothing_is_said_where_no_unit_is_chosen(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.cadre)
    response = client.get(f"/ledger/burden/?{query}")
    assert (response.status_code, response.content.strip()) == (200, b"")


def test_statements_do_not_grow_with_the_units(cast: Cast, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        OrgUnit.objects.create(name=f"班组{n}", parent=cast.quay)
    rights = cast.rights("ledger")
    burden(cast.east, rights)  # lengths of time are held from the first look on
    with django_assert_max_num_queries(1 + len(list(sources.channels())) + 1):  # type: ignore[operator]  # a fixture
        burden(cast.east, rights)
