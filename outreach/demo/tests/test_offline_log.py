"""The visit log on a phone without a network, over HTTPS (here: this machine) and at a plain intranet address."""

import hashlib
import io
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from checks.plugin import CHROMIUM
from fieldvisits.importing import look_over, read_file
from fieldvisits.models import SentPhoto, Visit, VisitPhoto
from outreach.demo.tests.browsing import PASSWORD, PATIENCE_MS, PHONE, Chromium
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
NEW = "/fieldvisits/new/"
INTRANET = "intranet.test"
FOUND = ("灭火器被杂物挡住", "更衣柜不足，43 人共用 28 个", "班车早班太早")
_READY = """() => navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = () => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
    const kits = open.result.transaction("kits").objectStore("kits").count();
    kits.onsuccess = () => { open.result.close(); if (kits.result) done(); else setTimeout(look, 50); }; }; };
  look(); }))"""
_ON_DISK = """() => new Promise((done) => { const open = indexedDB.open("outreach-visits"); open.onsuccess = () => {
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

    def finish(self) -> None:
        self.page.click('a[href="#conduct"].btn-primary')
        self.page.click("[data-log-end] button[type=submit]")

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).locator("visible=true").first.wait_for()


@pytest.fixture
def phone(chromium: Chromium, live_server: LiveServer, people: Cast, tmp_path: Path) -> Callable[..., Any]:
    """Runs a story with a phone of its own; whatever its browser complained of fails the test."""

    def run(story: Callable[..., Any], *args: Any, host: str = "localhost") -> Any:
        def told(browser: Browser) -> Any:
            one = Phone(browser, tmp_path / host, live_server.url.replace("localhost", host))
            try:
                return story(one.wake(), *args)
            finally:
                one.kill()
                assert not one.complaints, one.complaints

        return chromium.run(told)

    return run


def killed_and_reopened(phone: Phone, pictures: list[dict[str, Any]]) -> str:
    """Three findings with photos, written and frozen without a network, the browser killed twice on the way."""
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.open_log()
    phone.fill_in("固机车间", pictures)
    phone.page.wait_for_timeout(600)  # longer than drafts.js waits for the next key
    phone.kill()
    phone.wake(offline=True).open_log()
    assert phone.page.input_value("[name=findings-2-what]") == FOUND[2]
    phone.page.click('a[href="#found"].btn-primary')
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.sees("等网络")
    on_disk = str(phone.page.evaluate(_ON_DISK))
    phone.kill()
    phone.wake().open_log("#queue")
    phone.sees("已上报")
    phone.open_log()
    return on_disk


def test_three_findings_with_photos_survive_a_killed_browser_and_arrive_once(phone: Any, people: Cast) -> None:
    pictures = [a_picture(shade) for shade in (0, 80, 160)]
    on_disk = phone(killed_and_reopened, pictures)
    visit = Visit.objects.get()
    assert [finding.what for finding in visit.findings.all()] == list(FOUND)
    assert (Issue.objects.count(), VisitPhoto.objects.count()) == (3, 3)
    assert visit.author == people.cadre
    assert visit.device_finished_at is not None
    assert FOUND[0] not in on_disk, "over HTTPS it is sealed"
    photo = VisitPhoto.objects.select_related("attachment").first()
    assert photo is not None
    with photo.attachment.file.open("rb") as file:
        assert max(Image.open(io.BytesIO(file.read())).size) == 1600
    assert {len(sent.sha256) for sent in SentPhoto.objects.all()} == {64}


def lost_line(phone: Phone, pictures: list[dict[str, Any]]) -> tuple[str, bytes]:
    """At a plain address the page has to be open already; it says that nothing is sealed, and sends by itself."""
    phone.sign_in("cadre")
    phone.open_log()
    assert not phone.page.evaluate("isSecureContext")
    phone.context.set_offline(True)
    phone.fill_in("固机车间", pictures)
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    phone.sees("浏览器不能给存在本机的内容加密")
    on_disk = str(phone.page.evaluate(_ON_DISK))
    with phone.page.expect_download() as download:
        phone.page.click("[data-queue-export]")
    saved = download.value.path().read_bytes()
    phone.context.set_offline(False)
    phone.sees("已上报")
    return on_disk, saved


def test_at_a_plain_address_the_log_waits_and_says_that_it_is_not_sealed(
    phone: Any, settings: Any, people: Cast
) -> None:
    settings.ALLOWED_HOSTS = [INTRANET, "localhost"]
    pictures = [a_picture(shade) for shade in (0, 80, 160)]
    on_disk, saved = phone(lost_line, pictures, host=INTRANET)
    assert Visit.objects.get().findings.count() == 3
    assert FOUND[0] in on_disk
    assert len({sent.sha256 for sent in SentPhoto.objects.all()}) == 3
    file = read_file(saved)
    assert (file.author, len(file.entries)) == (people.cadre, 1)
    assert {hashlib.sha256(photo.content).hexdigest() for photo in file.photos.values()} == set(file.photos)
    [line] = look_over(file, rights=people.rights("ledger"))
    assert line.visit == Visit.objects.get(), "the same entry by another way"


def another_person(phone: Phone, pictures: list[dict[str, Any]]) -> None:
    phone.sign_in("cadre")
    phone.open_log_and_keep_it()
    phone.fill_in("固机车间", pictures)
    phone.context.clear_cookies()  # the session has ended meanwhile
    phone.finish()
    phone.sees("登录已经过期")
    phone.sees("等登录")
    phone.sign_in("head")
    phone.open_log("#queue")
    phone.sees("这台设备上还有别人写的走访没有上报")
    phone.context.clear_cookies()
    phone.sign_in("cadre")
    phone.open_log("#queue")
    phone.sees("已上报")


def test_after_the_session_ended_and_somebody_else_came_the_entry_is_still_its_authors(
    phone: Any, people: Cast
) -> None:
    phone(another_person, [a_picture(shade) for shade in (0, 80, 160)])
    visit = Visit.objects.get()
    assert visit.author == people.cadre


def refused_and_mended(phone: Phone, pictures: list[dict[str, Any]], close_unit: Callable[[], None]) -> None:
    phone.sign_in("ledger")
    phone.open_log_and_keep_it()
    phone.context.set_offline(True)
    phone.fill_in("旧班组", pictures)
    phone.finish()
    phone.sees("已存在本机，联网后自动上报")
    close_unit()
    phone.context.set_offline(False)
    phone.sees("要改一改")
    phone.sees("请改选别的单位")
    phone.page.click("[data-list=look] button:has-text('改一改再报')")
    option = phone.page.locator("[name=unit] option", has_text="固机车间").first
    phone.page.select_option("[name=unit]", value=option.get_attribute("value"))
    phone.page.click('a[href="#found"].btn-primary')
    phone.page.locator("[data-photos]:has([name=findings-2-photos]) canvas").wait_for()
    phone.finish()
    phone.page.wait_for_url(re.compile(r"/fieldvisits/\d+/$"))


def test_a_unit_closed_meanwhile_is_told_and_the_entry_goes_to_another(phone: Any, people: Cast) -> None:
    unit = OrgUnit.objects.create(name="旧班组", parent=people.east)

    def close() -> None:
        with ThreadPoolExecutor(1) as beside:
            beside.submit(OrgUnit.objects.filter(pk=unit.pk).update, is_active=False).result()

    phone(refused_and_mended, [a_picture(shade) for shade in (0, 80, 160)], close)
    visit = Visit.objects.get()
    assert visit.unit == people.quay
    assert VisitPhoto.objects.count() == 3
