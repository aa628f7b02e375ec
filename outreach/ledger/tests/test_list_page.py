"""The list holds its filters in the URL, shows only what is in sight, and keeps one's place."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to, noted
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
LIST = "/ledger/"
FOUND_BY: dict[str, set[str]] = {
    "?light=red": {"宿舍漏雨"},
    "?light=yellow": {"班车改点"},
    "?light=green": {"钢丝绳断丝"},
    "?light=grey": {"门机大修"},
    "?state=closed": {"雨棚"},
    "?flag=urgent": {"钢丝绳断丝"},
    "?topic=living": {"宿舍漏雨"},
    "?q=漏雨": {"宿舍漏雨"},
    "?q=雨棚": {"雨棚"},
    "?view=overdue": {"宿舍漏雨"},
    "?view=soon": {"班车改点"},
    "?view=verifying": {"班车改点"},
    "?source=other&light=red": {"宿舍漏雨"},
    "?light=red&topic=pay": set(),
}


def titles(client: Client, query: str) -> set[str]:
    return {row.issue.title for row in client.get(f"{LIST}{query}").context["rows"]}


@pytest.fixture
def items(cast: Cast) -> dict[str, Issue]:
    with clock.travel_to(clock.now() - timedelta(days=60)):
        late = brought_to(cast, State.IN_PROGRESS, "宿舍漏雨", workdays=5, topic="living")
    return {
        "late": late,
        "fresh": brought_to(cast, State.ASSIGNED, "钢丝绳断丝", workdays=60, is_urgent=True),
        "soon": brought_to(cast, State.VERIFYING, "班车改点", workdays=1),
        "paused": brought_to(cast, State.SUSPENDED, "门机大修"),
        "pending": brought_to(cast, State.PENDING, "灯塔停用"),
        "closed": brought_to(cast, State.CLOSED, "雨棚"),
    }


def test_the_first_page_is_what_is_being_chased(client: Client, cast: Cast, items: dict[str, Issue]) -> None:
    client.force_login(cast.ledger)
    assert titles(client, "") == {"宿舍漏雨", "钢丝绳断丝", "班车改点", "门机大修", "灯塔停用"}
    assert "雨棚" in titles(client, "?view=all")


@pytest.mark.long
def test_each_filter_finds_its_rows(client: Client, cast: Cast, items: dict[str, Issue]) -> None:
    client.force_login(cast.ledger)
    assert {query: titles(client, query) for query in FOUND_BY} == FOUND_BY


def test_a_unit_stands_for_everything_under_it(client: Client, cast: Cast, items: dict[str, Issue]) -> None:
    client.force_login(cast.ledger)
    assert "宿舍漏雨" in titles(client, f"?lead_unit={cast.group.pk}")
    assert titles(client, f"?lead_unit={cast.west.pk}") == set()
    assert "灯塔停用" in titles(client, f"?unit={cast.east.pk}")


def test_nobody_sees_what_is_out_of_sight(client: Client, cast: Cast, items: dict[str, Issue]) -> None:
    client.force_login(cast.outsider)
    assert titles(client, "?view=all") == set()
    assert client.get(LIST).context["tabs"][0].count == "0"


@pytest.mark.long
def test_tabs_count_exactly_the_rows_they_open(client: Client, cast: Cast, items: dict[str, Issue]) -> None:
    for person in ("ledger", "handler", "acceptor", "head", "leader"):
        client.force_login(cast.people[person])
        for tab in client.get(LIST).context["tabs"]:
            assert str(len(titles(client, tab.url))) == tab.count, (person, tab.label)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("handler", {"宿舍漏雨", "钢丝绳断丝"}),
        ("acceptor", {"班车改点"}),
        ("ledger", {"灯塔停用"}),
        ("head", set()),
    ],
)
def test_what_waits_for_me_is_mine_to_take(
    client: Client, cast: Cast, items: dict[str, Issue], person: str, expected: set[str]
) -> None:
    client.force_login(cast.people[person])
    assert titles(client, "?view=waiting") == expected


def test_an_extension_waits_for_the_head_and_then_for_the_office(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS, "等备件")
    workflow.request_extension(issue=issue, workdays=5, reason="备件未到", rights=cast.rights("handler"))
    client.force_login(cast.head)
    assert titles(client, "?view=waiting") == {"等备件"}
    workflow.agree_extension(issue=issue, rights=cast.rights("head"))
    assert titles(client, "?view=waiting") == set()
    client.force_login(cast.ledger)
    assert titles(client, "?view=waiting") == {"等备件"}


@pytest.mark.long
def test_pages_follow_each_other_without_gap_or_repeat(client: Client, cast: Cast) -> None:
    for n in range(55):
        noted(cast, f"第 {n} 件", by="cadre")
    client.force_login(cast.ledger)
    first = client.get(f"{LIST}?view=all&sort=number")
    second = client.get(LIST + first.context["next_url"].removeprefix(LIST))
    seen = [row.issue.number for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 55
    assert seen == sorted(seen)
    assert second.context["next_url"] == ""
    back = client.get(LIST + second.context["previous_url"].removeprefix(LIST))
    assert [row.issue.number for row in back.context["rows"]] == seen[:50]
    assert len(client.get(f"{LIST}?view=all&per=100").context["rows"]) == 55


def test_an_item_leads_to_its_neighbours_and_back_to_the_page_one_came_from(
    client: Client, cast: Cast, items: dict[str, Issue]
) -> None:
    client.force_login(cast.ledger)
    rows = [row.issue for row in client.get(f"{LIST}?view=active").context["rows"]]
    kept = quote("view=active")
    page = client.get(f"{rows[0].get_absolute_url()}?from={kept}")
    assert page.context["back_url"] == f"{LIST}?view=active"
    following = client.get(page.context["next_url"])
    assert following.headers["Location"].startswith(rows[1].get_absolute_url())
    assert client.get(page.context["previous_url"]).headers["Location"] == f"{LIST}?view=active"


def test_a_filter_that_finds_nothing_offers_a_way_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.ledger)
    assert "没有找到" in client.get(f"{LIST}?light=red").content.decode()
    assert "这里没有事项" in client.get(LIST).content.decode()


def test_somebody_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(LIST).headers["Location"].startswith("/accounts/login/")
