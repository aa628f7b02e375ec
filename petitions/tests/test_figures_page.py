"""The page of figures: period and unit in the address, numbers that open their rows, bad input, who may look."""

from typing import Any

import pytest
from django.test import Client

from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import CountedCase

pytestmark = pytest.mark.django_db

URL = "/petitions/figures/"


def test_a_number_opens_its_petitions(cast: Cast, client: Client) -> None:
    shown = make_petition(cast.quay)
    make_petition(cast.west)
    CountedCase.objects.filter(petition=shown).update(is_repeat=True)
    client.force_login(cast.petition)
    page = client.get(URL)
    card = next(cell for cell in page.context["cards"] if cell.tally.figure.key == "repeats")
    assert (card.tally.met, card.tally.whole, card.tally.percent) == (1, 2, 50)
    behind = client.get(card.met_url)
    assert [row["petition"] for row in behind.context["rows"]] == [shown]
    assert "重复信访率：达到的" in behind.content.decode()
    assert len(client.get(card.whole_url).context["rows"]) == 2
    narrowed = client.get(f"{card.whole_url}&q={shown.number}")
    assert [row["petition"] for row in narrowed.context["rows"]] == [shown]
    [by_unit, by_month] = page.context["tables"]
    assert [line.label.name for line in by_unit] == [cast.east.name, cast.west.name]
    under = client.get(f"{URL}{by_unit[0].url}")
    assert under.context["place"].unit == cast.east
    assert len(by_month) == 6


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2026-13", "写成 2026-11 这样的年和月。"),
        ("since=0001-01", "写成 2026-11 这样的年和月。"),
        ("until=9999-12", "写成 2026-11 这样的年和月。"),
        ("since=2026-11&until=2026-01", "结束的月份早于开始的月份。"),
        ("since=2001-01&until=2026-01", "一次最多看 36 个月。"),
        ("under=99999999999999999999", "没有这个单位。"),
        ("under=%00", "空字符"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(cast: Cast, client: Client, query: str, words: str) -> None:
    client.force_login(cast.petition)
    page = client.get(f"{URL}?{query}")
    assert page.status_code == 200
    assert words in page.content.decode()


def test_it_is_said_in_the_language_of_the_reader(cast: Cast, client: Client) -> None:
    client.force_login(cast.petition)
    client.cookies["django_language"] = "en"
    assert "Write year and month, such as 2026-11." in client.get(f"{URL}?since=2026-13").content.decode()


@pytest.mark.parametrize("query", ["since=2030-01", "until=2001-02", "since=2100-12&until=2100-12", ""])
def test_any_period_can_be_empty(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.petition)
    assert "这段时间没有信访件" in client.get(f"{URL}?{query}").content.decode()


@pytest.mark.parametrize("query", ["figure=none&part=met", "figure=rated&part=x", "figure=rated&part=met&since=x"])
def test_a_list_behind_no_figure_is_the_usual_list(cast: Cast, client: Client, query: str) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    assert [row["petition"] for row in client.get(f"/petitions/?{query}").context["rows"]] == [petition]


def test_statements_do_not_grow_with_rows(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(cast.petition)
    make_petition(cast.quay)
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(URL)
    for n in range(12):
        make_petition([cast.quay, cast.west, cast.east][n % 3])
    with django_assert_num_queries(9):
        client.get(URL)


@pytest.mark.parametrize("who", ["handler", "head", "cadre", "ledger", "outsider", "acceptor", "auditor"])
def test_others_have_no_figures(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.people[who])
    assert client.get(URL).status_code == 403
