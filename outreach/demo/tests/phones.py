"""A phone in the field: its browser loses the network, is killed, and keeps what a browser keeps."""

import io
import shutil
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from checks.plugin import CHROMIUM
from outreach.demo.tests.browsing import PASSWORD, PATIENCE_MS, PHONE

NEW = "/fieldvisits/new/"
INTRANET = "intranet.test"
FOUND = ("灭火器被杂物挡住", "更衣柜不足，43 人共用 28 个", "班车早班太早")
CAPTION = "[data-photos]:has([name=findings-0-photos]) li input"
_READY = """() => navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = () => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
    const kits = open.result.transaction("kits").objectStore("kits").count();
    kits.onsuccess = () => { open.result.close(); if (kits.result) done(); else setTimeout(look, 50); }; }; };
  look(); }))"""
ON_DISK = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
  const rows = open.result.transaction("entries").objectStore("entries").getAll();
  rows.onsuccess = () => done(new TextDecoder().decode(rows.result[0].content.bytes)); }; })"""


def a_picture(shade: int) -> dict[str, Any]:
    """A photo larger than the log sends on."""
    content = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).point(lambda value: (value + shade) % 256).save(content, "JPEG")
    return {"name": f"现场{shade}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Phone:
    """A phone whose browser can be killed, and that keeps what a browser keeps."""

    def __init__(self, browser: Browser, home: Path, site: str) -> None:
        self._browser, self._home, self._site = browser, home, site
        self.context: BrowserContext = None  # type: ignore[assignment]  # set by wake
        self.page: Page = None  # type: ignore[assignment]  # set by wake
        self.complaints: list[str] = []

    def wake(self, *, offline: bool = False) -> "Phone":
        self.context = self._browser.browser_type.launch_persistent_context(
            self._home,
            executable_path=next(filter(None, map(shutil.which, CHROMIUM))),
            args=["--no-sandbox", f"--host-resolver-rules=MAP {INTRANET} 127.0.0.1"],
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **PHONE,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.set_offline(offline)
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self

    def kill(self) -> None:
        self.context.close()

    def sign_in(self, name: str) -> None:
        self.page.goto("about:blank")  # a late answer to the page before would bring another token for the form
        self.page.goto(f"{self._site}/accounts/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form button.btn-primary[type=submit]")
        self.page.wait_for_url(f"{self._site}/")

    def open_log(self, part: str = "") -> None:
        self.page.goto(f"{self._site}{NEW}{part}")

    def open_log_and_keep_it(self) -> None:
        """Until the browser has all it needs to open the log without a network."""
        self.open_log()
        self.page.evaluate(_READY)

    def fill_in(self, unit: str, pictures: list[dict[str, Any]]) -> None:
        page = self.page
        option = page.locator("[name=unit] option", has_text=unit).first
        page.select_option("[name=unit]", value=option.get_attribute("value"))
        page.click('a[href="#found"].btn-primary')
        for place, what in enumerate(FOUND):
            if place:
                page.click("[data-log-add]")
            page.fill(f"[name=findings-{place}-what]", what)
            page.set_input_files(f"[name=findings-{place}-photos]", [pictures[place]])  # type: ignore[arg-type]  # dictionaries will do
            page.locator(f"[data-photos]:has([name=findings-{place}-photos]) canvas").wait_for()

    def jot(self, unit: str, what: str) -> None:
        """One finding without a photo, frozen where there is no network."""
        page = self.page
        self.open_log("#where")
        option = page.locator("[name=unit] option", has_text=unit).first
        page.select_option("[name=unit]", value=option.get_attribute("value"))
        page.click('a[href="#found"].btn-primary')
        page.fill("[name=findings-0-what]", what)
        self.finish()
        self.sees("已存在本机，联网后自动上报")

    def finish(self) -> None:
        self.page.click('a[href="#conduct"].btn-primary')
        self.page.locator("#conduct h2").wait_for()
        assert self.page.evaluate("scrollY") == 0, "the page glides: buttons move away under the thumb"
        self.page.click("[data-log-end] button[type=submit]")

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).locator("visible=true").first.wait_for()


def killed_and_reopened(phone: Phone, pictures: list[dict[str, Any]]) -> str:
    """Three findings with photos, written and frozen without a network, the browser killed twice on the way."""
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.open_log()
    phone.fill_in("固机车间", pictures)
    phone.page.fill(CAPTION, "二层东侧楼梯口")
    phone.page.wait_for_timeout(600)  # longer than drafts.js waits for the next key
    phone.kill()
    phone.wake(offline=True).open_log()
    assert phone.page.input_value("[name=findings-2-what]") == FOUND[2]
    phone.page.click('a[href="#found"].btn-primary')
    assert phone.page.input_value(CAPTION) == "二层东侧楼梯口"
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.sees("等网络")
    on_disk = str(phone.page.evaluate(ON_DISK))
    phone.kill()
    phone.wake().open_log("#queue")
    phone.sees("已上报")
    phone.open_log()
    return on_disk
