"""A person at a real browser: reads, types and presses as people do, and keeps what the browser complained of."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Request,
    Response,
    sync_playwright,
)

from checks.plugin import CHROMIUM

PASSWORD = "outreach-demo"
PATIENCE_MS = 30_000
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
P = ParamSpec("P")
T = TypeVar("T")


def note_pages(error: Exception, contexts: list[BrowserContext]) -> None:
    """Add to the error what stood on each open page: what failed on another machine cannot be looked at there."""
    for page in (page for context in contexts for page in context.pages):
        try:
            words = page.locator("body").inner_text(timeout=2_000)
        except Error as silent:
            words = f"(no answer: {silent.message})"
        error.add_note(f"── {page.url}\n{words[:1500]}")


class Chromium:
    """One browser for the whole session, in a thread of its own: Playwright and the ORM can't share one."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._playwright, self._browser = self._thread.submit(self._launch).result()

    @staticmethod
    def _launch() -> tuple[Any, Browser]:
        playwright = sync_playwright().start()
        path = next(filter(None, map(shutil.which, CHROMIUM)))
        return playwright, playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

    def run(self, story: Callable[Concatenate[Browser, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Tell a story in the browser's thread; no database in it."""
        told = self._thread.submit(story, self._browser, *args, **kwargs)
        try:
            return told.result()
        except Exception as error:
            self._thread.submit(self._note_pages, error).result()
            raise

    def _note_pages(self, error: Exception) -> None:
        note_pages(error, self._browser.contexts)

    def close(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


def chromium_for_a_session() -> Iterator[Chromium]:
    browser = Chromium()
    yield browser
    browser.close()


@dataclass
class Visitor:
    """Somebody with a browser of their own, on a phone or at a desk."""

    browser: Browser
    site: str
    device: dict[str, Any]
    language: str = "zh-hans"
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(**self.device, locale="zh-CN", timezone_id="Asia/Shanghai")
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_cookies([{"name": "django_language", "value": self.language, "url": self.site}])
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        """Errors and warnings, among them everything the content security policy refused."""
        if message.type == "error":
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _failed(self, request: Request) -> None:
        """A request that the next page cut short, or that became a download, is no failure."""
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.complaints.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.url}: {response.status}")

    def sign_in(self, name: str) -> "Visitor":
        self.go("/accounts/login/")
        self.write(username=name, password=PASSWORD)
        self.send()
        return self

    def go(self, path: str) -> None:
        self.page.goto(self.site + path, wait_until="load")

    def find(self, selector: str) -> Locator:
        """The first such thing in the main part of the page; folded parts are opened for it."""
        found = self.page.locator(f"#main {selector}, .sx-phone__foot {selector}").first
        found.wait_for(state="attached")
        if not found.is_visible():
            fold = found.locator("xpath=ancestor::details[not(@open)]")
            if fold.count():
                fold.first.locator("summary").first.click()
        return found

    def press(self, selector: str) -> None:
        """Tap or click something that leads to another page."""
        target = self.find(selector)
        with self.page.expect_navigation(wait_until="load"):
            target.tap() if self.device.get("has_touch") else target.click()

    def send(self, selector: str = "form button.btn-primary[type=submit]") -> None:
        self.press(selector)

    def write(self, **answers: Any) -> None:
        """Fill in fields by name, whatever they are; a list of dicts is files."""
        for name, value in answers.items():
            self._answer(name, value)

    def _answer(self, name: str, value: Any) -> None:
        fields = self.page.locator(f'#main [name="{name}"]:not([type=hidden])')
        kind = fields.first.evaluate("field => field.type")
        if kind == "radio":
            label = self.page.locator(f'#main label:has([name="{name}"])')
            told = label.filter(has=self.page.locator(f'[value="{value}"]')).or_(label.filter(has_text=value))
            told.first.click()
        elif kind == "checkbox":
            fields.first.set_checked(bool(value))
        elif kind == "file":
            fields.first.set_input_files(value)
        elif kind.startswith("select"):
            option = fields.first.locator("option", has_text=value).first
            fields.first.select_option(value=option.get_attribute("value"))
        else:
            fields.first.fill(str(value))

    def sees(self, *texts: str) -> None:
        """Waits until each text stands on the page."""
        for text in texts:
            self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def reads(self, selector: str) -> str:
        return self.find(selector).inner_text().strip()

    def leave(self) -> None:
        """Close the browser; whatever it complained of fails the story."""
        self.context.close()
        assert not self.complaints, "\n".join(self.complaints)
