"""Single keys lead through a list and a case; they rest while somebody types, and when they are turned off."""

from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from outreach.demo.tests.browsing import DESKTOP, Chromium, Visitor
from outreach.org.testing import Cast
from petitions.factories import make_petition

pytestmark = [pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement.textContent.trim()"


def work_by_keys(browser: Browser, site: str) -> dict[str, Any]:
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    page = officer.page
    try:
        page.goto(f"{site}/petitions/?view=all")
        told: dict[str, Any] = {"titles": page.locator("tbody th a").all_text_contents()}
        page.keyboard.press("j")
        page.keyboard.press("j")
        told["second"] = page.evaluate(FOCUSED)
        page.keyboard.press("k")
        told["first"] = page.evaluate(FOCUSED)
        page.keyboard.press("/")
        page.keyboard.type("jn")
        told["typed"] = page.input_value("main input[type=search]")
        page.locator("tbody th a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".sx-next .btn-primary")
        page.keyboard.press("n")
        page.wait_for_url("**/classify/")
        page.keyboard.press("?")
        told["help"] = page.is_visible("#sx-keys")
        page.uncheck("#sx-keys-on")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        told["help when off"] = page.is_visible("#sx-keys")
        return told
    finally:
        officer.leave()


def test_keys_lead_through_a_list_and_can_be_turned_off(
    chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    for title in ("宿舍漏雨", "班车提前发车"):
        make_petition(people.quay, title=title)
    told = chromium.run(work_by_keys, live_server.url)
    assert [told["first"], told["second"]] == told["titles"]
    assert told["typed"] == "jn"
    assert (told["help"], told["help when off"]) == (True, False)
