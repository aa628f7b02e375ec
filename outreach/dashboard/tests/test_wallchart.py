"""The wall chart shows each reader their own scope, in both languages, at a constant cost, and fits on paper."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.contactpoints.models import ContactPoint
from outreach.dashboard.tests.rows import many
from outreach.ledger.models import Issue
from outreach.ledger.sources import sources
from outreach.org.testing import Cast

MOST_STATEMENTS = 36


def chart(client: Client, cast: Cast, name: str, page: str = "wallchart") -> str:
    client.force_login(cast.people[name])
    response = client.get(reverse(page))
    assert response.status_code == 200
    return response.content.decode()


def big_figure(html: str) -> int:
    """How many open items the chart counts."""
    found = re.search(r'\?view=active"><b>(\d+)</b>', html)
    assert found is not None
    return int(found.group(1))


@pytest.mark.parametrize("name", ["leader", "ledger", "petition", "head", "handler", "outsider"])
def test_each_reader_counts_what_they_may_see(on_the_day: Cast, client: Client, name: str) -> None:
    many(on_the_day, 80)
    visible = Issue.objects.visible_to(on_the_day.rights(name)).active().count()
    assert big_figure(chart(client, on_the_day, name)) == visible > 0
    if name in {"leader", "ledger", "petition"}:
        assert visible == Issue.objects.active().count()


def test_an_outsider_sees_only_their_own(on_the_day: Cast, client: Client, points: list[ContactPoint]) -> None:
    many(on_the_day, 80)
    html = chart(client, on_the_day, "outsider")
    seen = set(re.findall(r"/ledger/([A-Z]{2}-2026-\d+)/", html))
    allowed = set(Issue.objects.visible_to(on_the_day.rights("outsider")).values_list("number", flat=True))
    assert seen
    assert seen <= allowed
    assert points[0].get_absolute_url() not in html
    assert points[1].get_absolute_url() in html


@pytest.mark.parametrize("name", ["discipline", "admin", "auditor", "security", "cadre", "acceptor", "nobody"])
def test_who_has_no_chart_is_refused_and_finds_no_link(on_the_day: Cast, client: Client, name: str) -> None:
    client.force_login(on_the_day.people[name])
    for page in ("wallchart", "wallchart_print"):
        assert client.get(reverse(page)).status_code == 403
    assert f'href="{reverse("wallchart")}"' not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("wallchart")).headers["Location"].startswith("/accounts/login/")


def test_a_chart_of_nothing_says_what_comes_here(on_the_day: Cast, client: Client) -> None:
    html = chart(client, on_the_day, "leader")
    assert "没有在办的事项。" in html
    assert "您能看到的范围里还没有联系点" in html
    assert all(str(source.label) in html for source in sources.channels())


def test_quota_is_told_to_the_office_and_the_leader_and_hidden_from_others(
    on_the_day: Cast, client: Client, points: list[ContactPoint]
) -> None:
    assert "未到，应到 2" in chart(client, on_the_day, "ledger")
    assert "未到，应到 2" in chart(client, on_the_day, "leader")
    for name in ("head", "outsider"):
        html = chart(client, on_the_day, name)
        assert "本季到点" not in html
        assert "还没有领导去" not in html


def test_lights_are_said_in_words(on_the_day: Cast, client: Client, points: list[ContactPoint]) -> None:
    many(on_the_day, 200)
    html = chart(client, on_the_day, "leader")
    cells = re.findall(r'<a class="sx-cell sx-cell--(\w+)".*?</a>', html, re.DOTALL)
    assert len(cells) == 2 * len(list(sources.channels()))
    assert re.search(r"\d+ 件逾期", html)
    assert re.search(r"逾期 \d+ 天", html)


def test_nothing_is_inline_and_no_person_is_ranked(on_the_day: Cast, client: Client) -> None:
    many(on_the_day, 80)
    html = chart(client, on_the_day, "leader")
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "排名" not in html


@pytest.mark.parametrize("page", ["wallchart", "wallchart_print"])
@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_both_languages_render_screen_and_paper(
    on_the_day: Cast, client: Client, points: list[ContactPoint], page: str, language: str, lang: str
) -> None:
    many(on_the_day, 80)
    client.cookies["django_language"] = language
    assert f'<html lang="{lang}"' in chart(client, on_the_day, "leader", page)


def test_paper_comes_in_colour_and_in_grey(on_the_day: Cast, client: Client) -> None:
    client.force_login(on_the_day.leader)
    assert "sx-grey" not in client.get(reverse("wallchart_print")).content.decode()
    assert 'class="sx sx-sheetpage sx-grey"' in client.get(reverse("wallchart_print"), {"ink": "grey"}).content.decode()


def test_statements_do_not_grow_with_the_items(on_the_day: Cast, client: Client, points: list[ContactPoint]) -> None:
    client.force_login(on_the_day.leader)
    many(on_the_day, 10, seed=1)
    counts = []
    for more in (0, 190):
        many(on_the_day, more, seed=2)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("wallchart"))
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1  # one more where ten items had no measure or rating at all
    assert counts[1] <= MOST_STATEMENTS
