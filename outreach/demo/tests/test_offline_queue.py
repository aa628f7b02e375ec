"""The queue of the visit log when one entry or the line fails it: the others go on, and its author is told."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from fieldvisits.forms import where
from fieldvisits.importing import look_over, read_file
from fieldvisits.models import Visit
from outreach.demo.tests.phones import Phone, a_picture
from outreach.org.testing import Cast

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

_LOSE_THE_KEY = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits");
  open.onsuccess = () => {
  const step = open.result.transaction("keys", "readwrite");
  step.objectStore("keys").clear();
  step.oncomplete = () => { open.result.close(); done(); }; }; })"""
_BREAK_A_RECORD = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits");
  open.onsuccess = () => {
  const step = open.result.transaction("entries", "readwrite");
  const owner = Number(document.body.dataset.person);
  step.objectStore("entries").put({ mark: "00000000-0000-4000-8000-000000000000", owner });
  step.oncomplete = () => { open.result.close(); done(); }; }; })"""

_KEPT_IN_ENGLISH = """() => new Promise((done, fail) => { const look = (left) => (
  navigator.serviceWorker.controller?.scriptURL.endsWith("l=en") ? done()
    : left ? setTimeout(look, 50, left - 1) : fail(new Error("still the other language"))); look(600); })"""


def a_line_that_hangs(phone: Phone, pictures: list[dict[str, Any]]) -> None:
    """Photos of the first entry disappear in the line without an answer, as long as anybody waits."""
    page = phone.page
    phone.sign_in("cadre")
    page.clock.install()
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.fill_in("固机车间", pictures)
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.jot("固机车间", "灭火器过期")
    page.route("**/new/photos/", lambda _route: None)
    with page.expect_request("**/new/photos/"):
        phone.context.set_offline(False)
    page.clock.fast_forward(600_000)
    expect(page.locator("[data-list=waiting] [data-state]")).to_have_text(["等网络", "等网络"])
    with page.expect_response("**/new/entries/"):
        page.clock.fast_forward(600_000)
    expect(page.locator("[data-list=done] > li")).to_have_count(1)
    expect(page.locator("[data-list=waiting] > li")).to_have_count(1)
    page.unroute("**/new/photos/")
    phone.open_log("#queue")
    expect(page.locator("[data-list=done] > li")).to_have_count(2)


def test_a_line_that_hangs_is_given_up_and_the_other_entries_go_first(phone: Any, people: Cast) -> None:
    phone(a_line_that_hangs, [a_picture(shade) for shade in (0, 80, 160)])
    first, second = Visit.objects.order_by("pk")
    assert [finding.what for finding in first.findings.all()] == ["灭火器过期"]
    assert second.findings.filter(photos__isnull=False).count() == 3


def watched_for_long(phone: Phone, pictures: list[dict[str, Any]]) -> None:
    """An entry that takes long shows how far it is, and its author can write the next one meanwhile."""
    page = phone.page
    phone.sign_in("cadre")
    page.clock.install()
    phone.open_log_and_keep_it()
    phone.fill_in("固机车间", pictures)
    page.route("**/new/photos/", lambda _route: None)
    with page.expect_request("**/new/photos/"):
        phone.finish()
    page.clock.fast_forward(25_000)
    expect(page.locator("[data-list=waiting] [data-state]")).to_have_text("0 / 3")
    page.unroute("**/new/photos/")
    expect(page.locator("[data-list=done] > li")).to_have_count(1)


def test_an_entry_that_takes_long_goes_on_while_its_author_goes_on(phone: Any, people: Cast) -> None:
    phone(watched_for_long, [a_picture(shade) for shade in (0, 80, 160)])
    assert Visit.objects.get().findings.filter(photos__isnull=False).count() == 3


def two_that_cannot_be_read(phone: Phone) -> bytes:
    """The key of one entry is gone, of another little more than its number is left; a third is whole."""
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.jot("固机车间", "灭火器过期")
    page.evaluate(_LOSE_THE_KEY)
    page.evaluate(_BREAK_A_RECORD)
    phone.jot("固机车间", "班车早班太早")
    phone.context.set_offline(False)
    expect(page.locator("[data-list=done] > li")).to_have_count(1)
    expect(page.locator("[data-list=look] [data-state]")).to_have_text(["读不出来", "读不出来"])
    phone.sees("先不要删：请点下面的“导出成文件”")
    expect(page.locator("[data-list=look]").get_by_text("改一改再报")).to_have_count(0)
    with page.expect_download() as download:
        page.click("[data-queue-export]")
    return download.value.path().read_bytes()


def test_an_entry_that_cannot_be_read_says_what_to_do_and_stops_no_other(phone: Any, people: Cast) -> None:
    saved = phone(two_that_cannot_be_read)
    assert [finding.what for finding in Visit.objects.get().findings.all()] == ["班车早班太早"]
    lost = json.loads(saved)["unreadable"]
    assert sorted("bytes" in one for one in lost) == [False, True]
    lines = look_over(read_file(saved), rights=people.rights("ledger"))
    assert [line.visit for line in lines] == [None, None]
    assert all("和写的人核对" in line.faults[0] for line in lines)


def in_the_other_language(phone: Phone) -> None:
    """Switched on any page of the log's room: what the browser shows without a network follows."""
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    site = page.url.partition("/fieldvisits/")[0]
    phone.context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page.goto(f"{site}/fieldvisits/")
    page.evaluate(_KEPT_IN_ENGLISH)
    phone.context.set_offline(True)
    page.goto(f"{site}/fieldvisits/plan/")
    phone.sees("No network: this page cannot be opened")


def test_the_page_for_no_network_follows_the_language(phone: Any, people: Cast) -> None:
    phone(in_the_other_language)


def searched_for(phone: Phone) -> None:
    """Whoever serves over many units searches for one: in the portal, and without a network on the device."""
    page = phone.page
    options = page.locator(".sx-picker [role=option]")
    phone.sign_in("leader")
    phone.open_log_and_keep_it()
    page.fill("[name=unit_name]", "gjcj")
    options.first.click()
    expect(page.locator("[name=unit_name]")).to_have_value("装卸一公司 › 固机车间")
    page.wait_for_timeout(600)  # longer than drafts.js waits for the next key
    phone.context.set_offline(True)
    phone.open_log("#where")
    expect(page.locator("[name=unit_name]")).to_have_value("装卸一公司 › 固机车间")
    expect(page.locator("[name=unit]")).not_to_have_value("")
    page.fill("[name=unit_name]", "wl")
    options.first.click()
    page.click('a[href="#found"].btn-primary')
    page.fill("[name=findings-0-what]", "灭火器过期")
    phone.finish()
    phone.sees("等网络")
    phone.sees("港城物流公司")
    phone.context.set_offline(False)
    phone.sees("已上报")


def test_of_many_units_one_is_searched_for_with_a_network_and_without(
    phone: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, "MOST_LISTED", 3)
    phone(searched_for)
    assert Visit.objects.get().unit == people.west


def written_with_blanks(phone: Phone) -> None:
    """Two findings whose answers are blanks, or name a unit that is none: the phone takes them, the portal does not."""
    page = phone.page
    card = page.locator("[data-finding]")
    phone.context.set_offline(True)
    phone.open_log("#where")
    page.select_option("[name=unit]", label="装卸一公司 › 固机车间")
    page.click('a[href="#found"].btn-primary')
    for place, (what, outcome) in enumerate([("灭火器过期", "solved_on_spot"), ("更衣柜不足", "to_unit")]):
        if place:
            page.click("[data-log-add]")
        page.fill(f"[name=findings-{place}-what]", what)
        card.nth(place).locator(f"[name=findings-{place}-outcome][value={outcome}]").check()
    page.fill("[name=findings-0-solution]", "  ")
    page.fill("[name=findings-0-solved_by]", "  ")
    page.fill("[name=findings-1-target_unit]", "没有的单位")
    card.nth(1).get_by_text("提出或答应的支持").click()
    page.select_option("[name=findings-1-support_kind]", index=1)
    page.fill("[name=findings-1-support_text]", "  ")
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.context.set_offline(False)


def refused_for_four_reasons(phone: Phone) -> None:
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    written_with_blanks(phone)
    expect(page.locator("[data-list=look] [data-wrongs] li")).to_have_text(
        [
            "发现 1 · 当场怎么解决的：请写当场怎么解决的。",
            "发现 1 · 谁解决的：请写谁解决的。",
            re.compile("^发现 2 · 转给哪个单位："),
            "还有 1 处",
        ]
    )
    page.click("[data-list=look] button:has-text('改一改再报')")
    first, fourth = page.locator("[name=findings-0-solution]"), page.locator("[name=findings-1-support_text]")
    expect(first).to_be_focused()
    expect(page.locator("[data-log-at]")).to_have_text("2 / 3")
    expect(page.locator(".sx-errors")).to_be_in_viewport()
    expect(page.locator(".sx-errors li")).to_have_count(4)
    expect(page.locator(".sx-errors li").first).to_have_text("第 1 件 · 当场怎么解决的：请写当场怎么解决的。")
    for field, words in ((first, "请写当场怎么解决的。"), (fourth, "请写清要支持什么。")):
        expect(field).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(words))
    page.evaluate("scrollTo(0, 0)")  # further down the fixed bars lie over what one came from
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}).response["violations"]
    assert found == []
    page.locator(".sx-errors li a").last.click()
    expect(fourth).to_be_focused()
    first.fill("当场换了新的")
    page.fill("[name=findings-0-solved_by]", "杨帆")
    page.fill("[name=findings-1-target_unit]", "港城物流公司")
    fourth.fill("三十个更衣柜")
    phone.finish()
    page.wait_for_url(re.compile(r"/fieldvisits/\d+/$"))


def test_what_the_office_refuses_is_told_thing_by_thing_and_leads_to_each(phone: Any, people: Cast) -> None:
    phone(refused_for_four_reasons)
    first, second = Visit.objects.get().findings.all()
    assert (first.solution, first.solved_by) == ("当场换了新的", "杨帆")
    assert (second.target_unit, second.support_text) == (people.west, "三十个更衣柜")


def more_workers_than_people(phone: Phone) -> None:
    """Said while it is typed and no hindrance; refused by the portal, and mended where it is said."""
    page = phone.page
    met, told = page.locator("[name=people_met]"), page.locator("[data-parts-told]")
    words = re.compile("谈了 6 人，其中的一线职工、班组长、管理人员加起来却有 9 人")
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.open_log("#where")
    page.select_option("[name=unit]", label="装卸一公司 › 固机车间")
    met.fill("6")
    page.fill("[name=spoke_workers]", "4")
    expect(told).to_have_text("")
    page.fill("[name=spoke_workers]", "9")
    expect(told).to_have_text(words)
    expect(met).to_have_accessible_description(words)
    page.click('a[href="#found"].btn-primary')
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.context.set_offline(False)
    expect(page.locator("[data-list=look] [data-wrongs] li")).to_have_text([re.compile("^谈了几个人：谈了 6 人")])
    page.click("[data-list=look] button:has-text('改一改再报')")
    expect(met).to_be_focused()
    expect(page.locator("[data-log-at]")).to_have_text("1 / 3")
    expect(page.locator(".sx-log__step .sx-error").locator("visible=true")).to_have_text([words])
    met.fill("8")
    expect(page.locator(".sx-log__step .sx-error").locator("visible=true")).to_have_text([re.compile("谈了 8 人")])
    met.fill("9")
    expect(page.locator(".sx-log__step .sx-error").locator("visible=true")).to_have_count(0)
    expect(met).not_to_have_attribute("aria-invalid", "true")
    page.click('a[href="#found"].btn-primary')
    phone.finish()
    page.wait_for_url(re.compile(r"/fieldvisits/\d+/$"))


def test_more_workers_than_people_met_are_told_at_once_and_refused(phone: Any, people: Cast) -> None:
    phone(more_workers_than_people)
    visit = Visit.objects.get()
    assert (visit.people_met, visit.spoke_workers) == (9, 9)
