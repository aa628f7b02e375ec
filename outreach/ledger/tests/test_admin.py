"""The review in the admin: everything can be looked at, and steps go through the workflow with a word for every row."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import Judgement
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
REVIEW = "/admin/ledger/issue/"


def run(client: Client, action: str, issues: list[Issue], **data: Any) -> Any:
    picked = {ACTION_CHECKBOX_NAME: [issue.pk for issue in issues], "action": action}
    return client.post(REVIEW, {**picked, **data}, follow=True)


def test_the_list_shows_light_and_days_left(client: Client, cast: Cast) -> None:
    with clock.travel_to(clock.now() - timedelta(days=60)):
        brought_to(cast, State.IN_PROGRESS, "宿舍漏雨", workdays=5)
    brought_to(cast, State.OPEN, "灯塔停用")
    client.force_login(cast.ledger)
    html = client.get(REVIEW).content.decode()
    assert "逾期" in html
    assert "sx-light--late" in html
    assert "未起算" in html
    assert "style=" not in html.partition("<main")[2].replace("text-style=", "")


QUERIES: dict[str, int | None] = {
    "": 2,
    "?light=green": 1,
    "?status__exact=open": 1,
    "?source=other": 2,
    "?q=漏雨": 1,
    "?q=没有的词": 0,
    "?light=nonsense": None,
    "?source=nonsense": 2,
    "?lead_unit=999999999999999999999": None,
    "?q=%00%00": None,
    "?p=99999999999999": None,
    "?due_on__year=99999999": None,
}


def test_filters_and_search_stand_anything(client: Client, cast: Cast) -> None:
    brought_to(cast, State.IN_PROGRESS, "宿舍漏雨")
    brought_to(cast, State.OPEN, "灯塔停用")
    client.force_login(cast.ledger)
    for query, count in QUERIES.items():
        response = client.get(f"{REVIEW}{query}", follow=True)
        assert response.status_code == 200, query
        assert count is None or len(response.context["cl"].result_list) == count, query


def test_a_lead_unit_stands_for_everything_under_it(client: Client, cast: Cast) -> None:
    brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.ledger)
    for unit, count in ((cast.group, 1), (cast.east, 1), (cast.west, 0)):
        assert len(client.get(f"{REVIEW}?lead_unit={unit.pk}").context["cl"].result_list) == count


def test_what_is_not_a_filter_cannot_be_probed(client: Client, cast: Cast) -> None:
    brought_to(cast, State.OPEN)
    client.force_login(cast.ledger)
    for lookup in ("author__password__startswith=m", "handler__email__contains=a", "description__contains=x"):
        assert client.get(f"{REVIEW}?{lookup}").status_code == 400


def test_an_item_is_read_only_with_its_history(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.CLOSED)
    client.force_login(cast.ledger)
    page = client.get(reverse("admin:ledger_issue_change", args=[issue.pk]))
    html = page.content.decode()
    for words in ("上报入账", "验收通过", "更换钢丝绳", "台账专员甲"):
        assert words in html
    assert 'name="title"' not in html
    assert 'name="_save"' not in html
    assert client.post(reverse("admin:ledger_issue_change", args=[issue.pk]), {"title": "改"}).status_code == 403
    assert client.get(reverse("admin:ledger_issue_delete", args=[issue.pk])).status_code == 403
    assert client.get(f"{REVIEW}add/").status_code == 403


def test_assigning_asks_first_and_reports_each_row(client: Client, cast: Cast) -> None:
    ready, major = brought_to(cast, State.OPEN, "能交办"), brought_to(cast, State.OPEN, "重大的", is_major=True)
    client.force_login(cast.ledger)
    asked = run(client, "assign", [ready, major])
    assert asked.context["takeable"] == 1
    assert "重大事项要先由分管领导批准" in asked.content.decode()
    wrong = run(client, "assign", [ready, major], apply="1", workdays="-3")
    assert wrong.context["form"].errors["workdays"]
    data = {"lead_unit": cast.east.pk, "handler": cast.handler.pk, "accepting_unit": cast.safety.pk}
    done = run(client, "assign", [ready, major], apply="1", workdays="10", horizon="time_bound", **data)
    told = [str(message) for message in done.context["messages"]]
    assert f"{ready.number}：“交办”已办好。" in told
    assert any(text.startswith(f"{major.number} 没有办：重大事项") for text in told)
    ready.refresh_from_db()
    assert (ready.status, ready.handler) == (State.ASSIGNED, cast.handler)
    assert ready.events.get(step="assign").actor == cast.ledger


def test_granting_closing_and_reopening_go_through_the_workflow(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.request_extension(issue=issue, workdays=5, reason="备件", rights=cast.rights("handler"))
    client.force_login(cast.ledger)
    assert "延期要先由承办单位负责人同意" in run(client, "grant_extension", [issue], apply="1").content.decode()
    workflow.agree_extension(issue=issue, rights=cast.rights("head"))
    run(client, "grant_extension", [issue], apply="1")
    issue.refresh_from_db()
    assert issue.extension_count == 1
    rated = brought_to(cast, State.AWAITING_RATING, "评过")
    workflow.rate(issue=rated, judgement=Judgement(3, 3, 3))
    run(client, "close", [rated], apply="1")
    rated.refresh_from_db()
    assert rated.status == State.CLOSED
    assert run(client, "reopen", [rated], apply="1", reason="").context["form"].errors["reason"]
    run(client, "reopen", [rated], apply="1", reason="又漏了")
    rated.refresh_from_db()
    assert rated.status == State.IN_PROGRESS


def test_what_changed_since_the_page_was_shown_is_left_alone(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.CLOSED)
    client.force_login(cast.ledger)
    seen = {f"seen-{issue.pk}": issue.version - 1}
    response = run(client, "reopen", [issue], apply="1", reason="又漏了", **seen)
    assert "已经有人改动" in response.content.decode()
    issue.refresh_from_db()
    assert issue.status == State.CLOSED


def test_the_system_administrator_sees_nothing_of_the_ledger(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    assert client.get(REVIEW).status_code == 403
    assert "台账事项" not in client.get("/admin/").content.decode()


def test_officers_of_a_unit_see_its_items(client: Client, cast: Cast) -> None:
    mine = brought_to(cast, State.IN_PROGRESS, "我们的")
    for person, unit, count in (("head", cast.east, 1), ("outsider", cast.west, 0)):
        user = cast.people[person]
        Posting.objects.create(user=user, unit=unit, role=Role.LEDGER_OFFICER)
        client.force_login(user)
        assert len(client.get(REVIEW).context["cl"].result_list) == count
    assert client.get(reverse("admin:ledger_issue_change", args=[mine.pk])).status_code == 302
