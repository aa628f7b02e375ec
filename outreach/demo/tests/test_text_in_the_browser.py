"""What a visitor types stays in the tab: a reload loses nothing, and the next one at the computer finds nothing."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from outreach.demo.tests.browsing import DESKTOP, Chromium
from outreach.org.testing import Cast

pytestmark = [pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
SUBMIT = "main form:not(.sx-discard) .btn-primary[type=submit]"


@dataclass
class Told:
    """What the page and the browser hold of the words, at each turn."""

    after_reload: str
    in_another_tab: str
    stored: str
    after_leaving: str


def begin(context: BrowserContext, site: str, kind: str) -> Page:
    page = context.new_page()
    page.goto(f"{site}/petitions/new/")
    page.check(f"input[value={kind}]")
    page.click(SUBMIT)
    page.fill("#id_facts", "zq92没有送出去的话")
    page.wait_for_timeout(600)  # longer than drafts.js waits for the next key
    return page


def type_and_leave(browser: Browser, site: str, kind: str) -> Told:
    context = browser.new_context(**DESKTOP, locale="zh-CN")
    try:
        page = begin(context, site, kind)
        stored = str(page.evaluate(STORED))
        page.reload()
        after_reload = page.input_value("#id_facts")
        other = context.new_page()
        other.goto(f"{site}/petitions/new/matter/")
        in_another_tab = other.input_value("#id_facts")
        page.fill("#id_facts", "zq92又写了")
        page.click(".sx-discard button")
        page.click("dialog button[value=yes]")
        page.wait_for_url("**/petitions/new/")
        return Told(after_reload, in_another_tab, stored, str(page.evaluate(STORED)))
    finally:
        context.close()


def test_text_of_the_public_form_is_in_the_tab_alone_and_goes_when_somebody_clears(
    chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    told = chromium.run(type_and_leave, live_server.url, "appeal")
    assert told.after_reload == "zq92没有送出去的话"
    assert told.in_another_tab == ""
    assert "zq92" in told.stored
    assert told.stored.startswith("[{}"), "localStorage"
    assert "zq92" not in told.after_leaving


def test_text_of_an_accusation_is_kept_by_no_browser(chromium: Chromium, live_server: LiveServer, people: Cast) -> None:
    told = chromium.run(type_and_leave, live_server.url, "accusation")
    assert "zq92" not in told.stored + told.after_reload + told.after_leaving
