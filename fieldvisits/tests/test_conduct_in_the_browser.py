"""What the rules on conduct say while it is typed: the browser says the same as the server, of every case."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fieldvisits import conduct
from fieldvisits.factories import log_data
from fieldvisits.limits import MOST_BESIDE
from fieldvisits.models import Visit
from fieldvisits.tests.test_journey import NEW
from outreach.calendars.models import TimeLimit
from outreach.demo.tests.browsing import Chromium, chromium_for_a_session
from outreach.org.testing import Cast

PLAIN: dict[str, Any] = {
    "meal": "none",
    "meal_visitors": 0,
    "meal_companions": 0,
    "is_meal_paid": False,
    "has_alcohol": False,
    "has_welcome": False,
    "companions_above": 0,
    "companions_level": 0,
    "companions_local": 0,
    "letter_number": "",
}
MOST_BESIDE_BY_ARTICLE = 3
PAID = {"meal": "working", "is_meal_paid": True, "letter_number": "东港函〔2026〕12号"}
#: Answers → the rules they break. The number of companions: 国内公务接待管理规定, Art. 10.
CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({**PAID, "meal_visitors": 2, "meal_companions": 3}, []),
    ({**PAID, "meal_visitors": 2, "meal_companions": 4}, ["companions"]),
    ({**PAID, "meal_visitors": 10, "meal_companions": 3}, []),
    ({**PAID, "meal_visitors": 10, "meal_companions": 4}, ["companions"]),
    ({**PAID, "meal_visitors": 11, "meal_companions": 3}, []),
    ({**PAID, "meal_visitors": 11, "meal_companions": 4}, ["companions"]),
    ({**PAID, "meal_visitors": 12, "meal_companions": 4}, []),
    ({**PAID, "meal_visitors": 12, "meal_companions": 5}, ["companions"]),
    ({**PAID, "meal_visitors": 999, "meal_companions": 333}, []),
    ({"meal": "none", "meal_visitors": 2, "meal_companions": 9}, []),
    ({"meal": "own", "is_meal_paid": True, "meal_visitors": 2, "meal_companions": 4}, ["companions"]),
    ({"meal": "own"}, ["unpaid"]),
    ({"meal": "working"}, ["unpaid", "letter"]),
    ({"has_alcohol": True}, ["alcohol"]),
    ({"has_welcome": True}, ["welcome"]),
    ({"companions_above": 1, "companions_level": 1}, []),
    ({"companions_above": 1, "companions_level": 1, "companions_local": 1}, ["tiers"]),
    (
        {"meal": "working", "meal_visitors": 1, "meal_companions": 5, "has_alcohol": True, "has_welcome": True},
        ["companions", "alcohol", "unpaid", "letter", "welcome"],
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("answers", "broken"), CASES)
def test_each_warning_by_its_rule(answers: dict[str, Any], broken: list[str]) -> None:
    assert [breach.key for breach in conduct.warnings(PLAIN | answers)] == broken


def in_the_browser(browser: Browser, site: str, rules: list[Any], cases: list[Any]) -> list[Any]:
    page = browser.new_page()
    try:
        page.goto(f"{site}/accounts/login/")
        tell = "async ([rules, cases]) => { const { breaches } = await import('/static/js/conduct.js');"
        answer: list[Any] = page.evaluate(f"{tell} return cases.map((one) => breaches(rules, one)); }}", [rules, cases])
        return answer
    finally:
        page.close()


@pytest.fixture(scope="module")
def chromium() -> Any:
    yield from chromium_for_a_session()


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_the_browser_says_the_same(chromium: Chromium, live_server: LiveServer) -> None:
    cases = [PLAIN | answers for answers, _broken in CASES]
    for most in (MOST_BESIDE_BY_ARTICLE, 1):
        TimeLimit.objects.update_or_create(key=MOST_BESIDE, defaults={"days": most, "basis": "-"})
        told = chromium.run(in_the_browser, live_server.url, conduct.table(), cases)
        assert told == [[vars(breach) for breach in conduct.warnings(answers)] for answers in cases]


@pytest.mark.django_db
def test_a_breach_is_told_and_never_blocks_nor_hides(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    data = log_data(cast.quay, meal="working", meal_visitors=2, meal_companions=4, is_meal_paid="on")
    page = client.post(NEW, data | {"add": "1"}).content.decode()
    assert "陪餐 4 人：来的人不超过 10 人时最多 3 人" in page
    assert client.post(NEW, data).status_code == 302
    page = client.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "陪餐 4 人" in page
    assert "国内公务接待管理规定第十条" in page
    assert "没有写原因" in page
