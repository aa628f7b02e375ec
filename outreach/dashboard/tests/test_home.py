"""The first page is work: what waits for each person, and numbers that open exactly the rows they count."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fieldvisits.models import VisitPlan
from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.mywork import stats, work
from outreach.dashboard.scope import Scope
from outreach.dashboard.tests.rows import TODAY, many
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to, noted
from outreach.ledger.listing import Listing
from outreach.ledger.states import State
from outreach.org.testing import ROLES, Cast

MOST_STATEMENTS = 31
_BUTTON = re.compile(r'<a class="btn btn-sm btn-outline-secondary" href="([^"]+)">([^<]+)<')


def home(client: Client, cast: Cast, name: str) -> str:
    client.force_login(cast.people[name])
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def buttons(html: str) -> dict[str, str]:
    """The steps offered, by their word."""
    return {word.strip(): unescape(url) for url, word in _BUTTON.findall(html)}


@pytest.mark.django_db
def test_a_visitor_finds_the_entrance(client: Client) -> None:
    assert "有事找我们，从这里开始" in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["ledger", "leader", "head", "handler", "acceptor", "cadre", "outsider", "petition"])
def test_every_number_opens_a_list_with_that_many_rows(on_the_day: Cast, client: Client, name: str) -> None:
    many(on_the_day, 200)
    rights = on_the_day.rights(name)
    shown = stats(Scope(rights), 0)
    assert [stat.n for stat in shown] == [
        Listing.of_query(urlsplit(stat.url).query, rights).issues.count() for stat in shown
    ]
    html = home(client, on_the_day, name)
    for stat in shown:
        assert re.search(rf'href="{re.escape(stat.url)}"><span class="sx-stat__n">{stat.words}<', html)


@pytest.mark.parametrize(
    ("state", "name", "verb"),
    [
        (State.DRAFT, "cadre", "上报入账"),
        (State.PENDING, "ledger", "入账"),
        (State.OPEN, "ledger", "交办"),
        (State.ASSIGNED, "handler", "签收"),
        (State.IN_PROGRESS, "handler", "写原因分析"),
        (State.RETURN_REQUESTED, "ledger", "同意退回"),
        (State.SUBMITTED, "head", "初核通过"),
        (State.VERIFYING, "acceptor", "验收通过"),
    ],
)
def test_the_button_leads_to_the_step_that_waits(cast: Cast, client: Client, state: str, name: str, verb: str) -> None:
    issue = noted(cast) if state == State.DRAFT else brought_to(cast, state)
    html = home(client, cast, name)
    assert issue.title in html
    assert client.get(buttons(html)[verb]).status_code == 200


def test_an_item_without_a_step_says_why_and_opens(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.AWAITING_RATING)
    html = home(client, cast, "ledger")
    assert "提出人还没有评价" in html
    assert buttons(html)["查看"].startswith(issue.get_absolute_url())


def test_a_request_for_more_time_waits_for_the_head_then_for_the_office(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.request_extension(issue=issue, workdays=5, reason="备件未到", rights=cast.rights("handler"))
    assert "申请延期 5 个工作日，等您审批" in home(client, cast, "head")
    assert "申请延期" not in home(client, cast, "ledger")
    issue.refresh_from_db()
    workflow.agree_extension(issue=issue, rights=cast.rights("head"))
    assert "批准延期" in buttons(home(client, cast, "ledger"))


def test_nothing_of_another_unit_is_shown(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.VERIFYING)
    assert issue.title not in home(client, cast, "outsider")


@pytest.mark.parametrize("name", [*ROLES, "nobody"])
def test_everybody_finds_a_page_with_something_to_do(cast: Cast, client: Client, name: str) -> None:
    html = home(client, cast, name)
    assert f"{cast.people[name].full_name}</h1>" in html
    assert ("没有等您处理的事" if name != "nobody" else "您的账号还没有岗位") in html


@pytest.mark.parametrize("name", ["discipline", "auditor", "security", "nobody"])
def test_who_has_no_ledger_sees_no_numbers(on_the_day: Cast, client: Client, name: str) -> None:
    many(on_the_day, 20)
    assert "sx-stat" not in home(client, on_the_day, name)


def test_own_points_show_light_and_visits(on_the_day: Cast, client: Client, points: list[ContactPoint]) -> None:
    many(on_the_day, 100)
    html = home(client, on_the_day, "leader")
    assert html.count("本季还没去，应到") == 2
    liaison = home(client, on_the_day, "cadre")
    assert points[0].get_absolute_url() in liaison
    assert points[1].get_absolute_url() not in liaison
    assert "我的联系点" not in home(client, on_the_day, "head")


def test_a_planned_visit_is_ahead_until_its_day_then_work(on_the_day: Cast, points: list[ContactPoint]) -> None:
    for days in (3, 0):
        VisitPlan.objects.create(contact_point=points[0], planned_on=TODAY + timedelta(days=days), planned_by=None)
    at_hand = work(Scope(on_the_day.rights("leader")))
    assert [line.due_on for line in at_hand.planned] == [TODAY + timedelta(days=3)]
    assert [(task.due_on, task.verb) for task in at_hand.tasks] == [(TODAY, "记一次走访")]
    assert at_hand.beside == 1


def test_the_most_urgent_comes_first(on_the_day: Cast) -> None:
    many(on_the_day, 200)
    tasks = work(Scope(on_the_day.rights("handler"))).tasks
    dated = [task.due_on for task in tasks if task.due_on]
    assert len(tasks) == 10
    assert dated == sorted(dated)


@pytest.mark.long
def test_a_full_list_asks_no_more_than_an_item_does(cast: Cast, client: Client) -> None:
    client.force_login(cast.ledger)
    counts = []
    for more in (1, 9):
        for _number in range(more):
            brought_to(cast, State.AWAITING_RATING)
        client.get(reverse("home"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("home"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_i_started_is_followed(cast: Cast, client: Client) -> None:
    issue = brought_to(cast, State.VERIFYING)
    html = home(client, cast, "cadre")
    assert "我登记的" in html
    assert issue.number in html


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_both_languages_render(on_the_day: Cast, client: Client, language: str, lang: str) -> None:
    many(on_the_day, 40)
    client.cookies["django_language"] = language
    assert f'<html lang="{lang}"' in home(client, on_the_day, "ledger")


@pytest.mark.long
@pytest.mark.parametrize("name", ["ledger", "handler", "head", "leader"])
def test_statements_do_not_grow_with_the_items(
    on_the_day: Cast, client: Client, points: list[ContactPoint], name: str
) -> None:
    client.force_login(on_the_day.people[name])
    counts = []
    many(on_the_day, 100, seed=1)
    for more in (0, 200):
        many(on_the_day, more, seed=2)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("home"))
        counts.append(len(asked))
    assert counts[1] <= counts[0]
    assert max(counts) <= MOST_STATEMENTS
