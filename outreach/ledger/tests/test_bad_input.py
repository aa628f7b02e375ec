"""Whatever is typed or sent, the answer is a page with words, what was typed is kept, and nothing breaks."""

from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.test import Client

from outreach.ledger import workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.filters import IssueFilter
from outreach.ledger.forms import STEP_FORMS
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import LEDGER
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
NASTY = ["", "-1", "\u202e倒", "a\x00b\ud800", "1e400", "<script>", "9" * 30, "2026-02-30", "\ud800", "😀" * 3000]


def encoded(data: dict[str, str]) -> str:
    """As a browser would send it, or somebody who does not use one."""
    return urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in data.items()})


def post(client: Client, url: str, data: dict[str, str]) -> Any:
    return client.post(url, encoded(data), content_type="application/x-www-form-urlencoded")


@pytest.mark.long
@pytest.mark.parametrize("page", ["/ledger/", "/ledger/board/"])
@pytest.mark.parametrize("value", NASTY)
def test_every_filter_stands_anything(client: Client, cast: Cast, page: str, value: str) -> None:
    brought_to(cast, State.PENDING)
    client.force_login(cast.ledger)
    for names in (IssueFilter.base_filters, ["view", "sort", "per", "after", "unknown"], ["before"]):
        response = client.get(f"{page}?{encoded(dict.fromkeys(names, value))}")
        assert response.status_code == 200, (page, names, value)
        assert "<script>" not in response.content.decode().partition("<main")[2].partition("</main")[0]


def test_an_unknown_choice_is_said_and_not_used(client: Client, cast: Cast) -> None:
    brought_to(cast, State.PENDING)
    client.force_login(cast.ledger)
    response = client.get("/ledger/?light=purple")
    assert "有的筛选条件不认识" in response.content.decode()
    assert len(response.context["rows"]) == 1


@pytest.mark.long
def test_every_step_form_stands_anything(client: Client, cast: Cast, subtests: pytest.Subtests) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    workflow.ask_co_unit(issue=issue, unit=cast.west, question="借用备件", rights=cast.rights("handler"))
    events = issue.events.count()
    for step in sorted(STEP_FORMS):
        person = next(name for name in cast.people if LEDGER.allowed(issue, step, cast.rights(name)))
        client.force_login(cast.people[person])
        with subtests.test(step):
            answers = stand_anything(client, f"{issue.get_absolute_url()}{step}/")
            assert answers <= {200, 409}
    assert Issue.objects.get(pk=issue.pk).events.count() == events


def stand_anything(client: Client, url: str) -> set[int]:
    """The answers to one form filled with each nasty value in turn, a different one in every field."""
    fields = client.get(url, {"measure": "\x00", "into": "\x00", "unit": "9" * 40}).context["form"].fields
    answers = set()
    for turn in range(0, len(NASTY), 4):
        filled = {name: NASTY[(turn + place) % len(NASTY)] for place, name in enumerate(fields)}
        answers.add(post(client, f"{url}?from={quote(NASTY[turn][:9], errors='replace')}", filled).status_code)
    return answers


def test_wrong_values_are_told_beside_their_field_and_kept(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.OPEN)
    client.force_login(cast.ledger)
    data = {"version": issue.version, "workdays": "99999", "note": "请抓紧", "lead_unit": "abc", "horizon": "eternal"}
    response = client.post(f"{issue.get_absolute_url()}assign/", data)
    assert response.status_code == 200
    assert {"workdays", "lead_unit", "handler", "accepting_unit", "horizon"} <= set(response.context["form"].errors)
    assert "请抓紧" in response.content.decode()
    assert "99999" in response.content.decode()


def test_a_handler_of_another_unit_is_refused_in_words(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.OPEN)
    client.force_login(cast.ledger)
    data = {"version": issue.version, "workdays": 5, "horizon": "time_bound", "lead_unit": cast.east.pk}
    data |= {"handler": cast.outsider.pk, "accepting_unit": cast.safety.pk}
    response = client.post(f"{issue.get_absolute_url()}assign/", data)
    assert response.status_code == 409
    assert "不是 装卸一公司 的承办人" in response.content.decode()


def test_control_characters_are_taken_out_of_what_is_kept(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.handler)
    client.post(f"{issue.get_absolute_url()}report_progress/", {"version": issue.version, "note": "已\x00换\u202e好😀"})
    assert issue.events.get(step="report_progress").note == "已换好😀"


@pytest.mark.parametrize("value", NASTY)
def test_writing_an_item_stands_anything(client: Client, cast: Cast, value: str) -> None:
    client.force_login(cast.cadre)
    names = ("title", "description", "unit", "place", "topic", "horizon", "raised_by", "raised_on", "is_major")
    assert post(client, "/ledger/new/", dict.fromkeys(names, value)).status_code == 200
    assert not Issue.objects.exists()


def test_an_item_is_written_handed_in_or_kept_as_a_draft(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    data = {
        "title": "灯塔停用",
        "description": "夜间看不清",
        "unit": cast.quay.pk,
        "topic": "safety",
        "horizon": "immediate",
    }
    assert client.post("/ledger/new/", {**data, "token": str(uuid4())}).status_code == 302
    assert client.post("/ledger/new/", {**data, "token": str(uuid4()), "draft": "1"}).status_code == 302
    assert sorted(Issue.objects.values_list("status", flat=True)) == [State.DRAFT, State.PENDING]
    assert all(number.startswith("QT-") for number in Issue.objects.values_list("number", flat=True))
    assert client.post("/ledger/new/", {**data, "unit": cast.west.pk}).context["form"].errors["unit"]
    client.force_login(cast.acceptor)
    assert client.get("/ledger/new/").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "QT-2026-999999/",
        "qt-2026-1/",
        "QT-2026-000001/evidence/1/",
        "a/",
        "%00/",
        "QT-2026-" + "9" * 40 + "/",
        "views/1/delete/",
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.ledger)
    assert client.get(f"/ledger/{path}").status_code in {404, 405}
