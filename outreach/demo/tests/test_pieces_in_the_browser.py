"""What a page fetches after itself follows what is chosen, and never tells of something else than is chosen."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fieldvisits.factories import VisitFactory, VisitFindingFactory
from outreach.demo.tests.browsing import PHONE, Chromium, Visitor
from outreach.ledger.factories import brought_to
from outreach.org.testing import Cast

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
PROMISED = "添置更衣柜 15 个的钱"
PIECES = "[data-piece-with=unit]"


def what_is_told_of_units(browser: Browser, site: str, unit: str, other: str) -> list[str]:
    """Before any is chosen, of the one with a promise, of another one, and once nobody is signed in any longer."""
    officer = Visitor(browser, site, PHONE).sign_in("ledger")
    asked: list[str] = []
    officer.page.on("request", lambda request: asked.append(request.url) if "/promises/" in request.url else None)
    officer.go("/fieldvisits/new/")
    pieces = officer.page.locator(PIECES)
    told = ["".join(pieces.all_inner_texts()).strip(), str(len(asked))]
    officer.write(unit=unit)
    officer.sees(PROMISED)
    officer.write(unit=other)
    officer.page.get_by_text(PROMISED).wait_for(state="detached")
    officer.write(unit=unit)
    officer.sees(PROMISED)
    officer.context.clear_cookies()
    officer.write(unit=other)
    officer.page.get_by_text(PROMISED).wait_for(state="detached")
    told.append("".join(pieces.all_inner_texts()).strip())
    officer.context.close()
    return told


def test_promises_follow_the_unit_that_is_chosen(chromium: Chromium, live_server: LiveServer, people: Cast) -> None:
    visit = VisitFactory(unit=people.quay, author=people.cadre)
    VisitFindingFactory(visit=visit, support_kind="funding", support_text=PROMISED, support_from="分管领导甲")
    told = chromium.run(what_is_told_of_units, live_server.url, str(people.quay.name), str(people.west.name))
    assert told == ["", "0", ""], "nothing asked without a unit; a login page is no piece of this one"


def what_comes_by_scrolling(browser: Browser, site: str, path: str, title: str) -> bool:
    """Whether the other item was there before anybody scrolled to its place, where it then comes."""
    handler = Visitor(browser, site, PHONE).sign_in("handler")
    handler.go(path)
    was_there = handler.page.get_by_text(title).count() > 0
    handler.page.locator("[data-piece]").scroll_into_view_if_needed()
    handler.sees(title)
    assert not handler.complaints
    handler.context.close()
    return was_there


def test_items_of_the_same_unit_come_when_somebody_scrolls_to_them(
    chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    issue, other = brought_to(people, "in_progress"), brought_to(people, "in_progress", "食堂排烟不畅")
    assert not chromium.run(what_comes_by_scrolling, live_server.url, issue.get_absolute_url(), other.title)
