"""Photos stay on the phone as long as something on it speaks of them, and no longer; nothing typed is thrown away."""

from typing import Any

import pytest
from playwright.sync_api import expect

from outreach.demo.tests.phones import Phone, a_picture
from outreach.org.testing import Cast

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

_PHOTOS = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
  const rows = open.result.transaction("photos").objectStore("photos").count();
  rows.onsuccess = () => { open.result.close(); done(rows.result); }; }; })"""
_A_DAY_OLDER = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
  const step = open.result.transaction("photos", "readwrite");
  step.objectStore("photos").openCursor().onsuccess = ({ target: { result: at } }) => {
    if (!at) return;
    at.update({ ...at.value, at: at.value.at - 90000000 });
    at.continue();
  };
  step.oncomplete = () => { open.result.close(); done(); }; }; })"""


def photos_on(phone: Phone) -> int:
    held: int = phone.page.evaluate(_PHOTOS)
    return held


def begun(phone: Phone) -> None:
    page = phone.page
    phone.open_log("#where")
    page.select_option("[name=unit]", label="装卸一公司 › 固机车间")
    page.click('a[href="#found"].btn-primary')
    page.fill("[name=findings-0-what]", "班车早班太早")


def taken(phone: Phone, *shades: int) -> None:
    pictures: Any = [a_picture(shade) for shade in shades]
    phone.page.set_input_files("[name=findings-0-photos]", pictures)
    expect(phone.page.locator("[data-photos]:has([name=findings-0-photos]) canvas")).to_have_count(len(shades))


def refused_with_a_photo(phone: Phone) -> None:
    """A finding passed on to a unit that is none: the phone takes it, the portal does not."""
    page = phone.page
    phone.context.set_offline(True)
    begun(phone)
    taken(phone, 40)
    page.locator("[name=findings-0-outcome][value=to_unit]").check()
    page.fill("[name=findings-0-target_unit]", "没有的单位")
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.context.set_offline(False)
    expect(page.locator("[data-list=look] button:has-text('改一改再报')")).to_be_visible()


def deleted_with_its_photo(phone: Phone) -> None:
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    refused_with_a_photo(phone)
    assert photos_on(phone) == 1
    page.click("[data-list=look] button:has-text('删掉')")
    page.click("dialog[open] button[value=yes]")
    expect(page.locator("[data-list=look] > li")).to_have_count(0)
    assert photos_on(phone) == 0


def given_up(phone: Phone) -> None:
    """What the form still names stays however old; what was left out of it goes the next day."""
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    begun(phone)
    taken(phone, 10, 50)
    page.locator("[data-photos] .sx-thumbs button").first.click()
    page.wait_for_timeout(600)  # the draft is written a moment after the last touch
    assert photos_on(phone) == 2
    page.evaluate(_A_DAY_OLDER)
    page.reload()
    expect(page.locator("[data-photos] .sx-thumbs > li")).to_have_count(1)
    page.wait_for_function(f"{_PHOTOS.replace('done(rows.result)', 'done(rows.result === 1)')}")


def taken_back_over_a_draft(phone: Phone) -> None:
    page = phone.page
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    refused_with_a_photo(phone)
    page.evaluate("location.hash = '#where'")
    page.fill("[name=purpose]", "看夜班照明")
    page.wait_for_timeout(600)
    page.evaluate("location.hash = '#queue'")
    page.click("[data-list=look] button:has-text('改一改再报')")
    expect(page.locator("dialog[open]")).to_contain_text("正在记的那一次还没报")
    page.click("dialog[open] button[value='']")
    expect(page.locator("[name=purpose]")).to_have_value("看夜班照明")
    page.click("[data-list=look] button:has-text('改一改再报')")
    page.click("dialog[open] button[value=yes]")
    expect(page.locator("[name=findings-0-what]")).to_have_value("班车早班太早")
    assert photos_on(phone) == 1


@pytest.mark.parametrize("story", [deleted_with_its_photo, given_up, taken_back_over_a_draft])
def test_the_device_keeps_what_is_spoken_of_and_no_more(phone: Any, people: Cast, story: Any) -> None:
    phone(story)
