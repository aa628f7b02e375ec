"""``make shots``: the key pages as people see them, on phone and desktop, in both languages, into ``var/shots``.

Starts a server of its own on the demo data in ``VAR_DIR`` (loaded first when there is none) and ends it again.
Names of pages on the command line take only those: ``python -m benchmarks.shots ledger-list home-leader``.
"""

import html
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.shotlist import SHOTS, Shot, addresses
from deploy.__main__ import is_answering

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
TARGET = VAR / "shots"
PASSWORD = "outreach-demo"  # noqa: S105 - published on purpose: the demo never runs in production
LANGUAGES = ("zh-hans", "en")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0


@contextmanager
def server() -> Iterator[str]:
    """The portal on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "outreach.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    quiet = ["--threads", "4", "--log-level", "warning", "--no-control-socket"]
    process = subprocess.Popen([*command, *quiet], cwd=ROOT)
    try:
        until = time.monotonic() + PATIENCE
        while not is_answering("127.0.0.1", port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the portal did not start")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


class Camera:
    """Browsers signed in as members of the demo, each opened once."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site
        self._cookies: dict[str, list[dict[str, object]]] = {}

    def take(self, shot: Shot, width: int, language: str) -> Path:
        """One picture of the whole page."""
        context = self._context(shot, width, language)
        try:
            page = context.new_page()
            page.goto(self._site + shot.path, wait_until="load")
            target = TARGET / f"{shot.name}-{width}-{language}.png"
            if not shot.is_screen:  # the window as long as the page, so that what sticks to its edge stands there once
                height = max(shot.height_at(width), page.evaluate("document.documentElement.scrollHeight"))
                page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=target, animations="disabled")
        finally:
            context.close()
        return target

    def _context(self, shot: Shot, width: int, language: str) -> BrowserContext:
        context = self._browser.new_context(
            viewport={"width": width, "height": shot.height_at(width)},
            is_mobile=width < 600,
            has_touch=width < 600,
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": self._site}])
        if shot.person:
            if shot.person not in self._cookies:
                self._cookies[shot.person] = sign_in(self._browser, self._site, shot.person)
            context.add_cookies(self._cookies[shot.person])  # type: ignore[arg-type]  # as the browser gave them
        return context


def sign_in(browser: Browser, site: str, person: str) -> list[dict[str, object]]:
    """The cookies of a session of this member of the demo."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("#id_username", person)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")
    kept = [cookie for cookie in context.cookies() if cookie.get("name") == "sessionid"]
    context.close()
    return [dict(cookie) for cookie in kept]


def contact_sheet(taken: dict[str, list[Path]]) -> str:
    """All pictures on one page, a row for each page of the portal."""
    rows = []
    for name, files in taken.items():
        pictures = "".join(
            f'<figure><a href="{file.name}"><img loading="lazy" src="{file.name}" alt="{html.escape(file.stem)}"></a>'
            f"<figcaption>{html.escape(file.stem.removeprefix(name + '-'))}</figcaption></figure>"
            for file in files
        )
        rows.append(f'<h2 id="{name}">{html.escape(name)}</h2><div>{pictures}</div>')
    style = (
        "body{font:14px sans-serif;margin:24px;background:#eee}div{display:flex;gap:16px;align-items:flex-start}"
        "figure{margin:0}img{max-height:480px;max-width:420px;background:#fff;box-shadow:0 1px 4px #0003}"
    )
    return f"<!DOCTYPE html><meta charset=utf-8><title>Screenshots</title><style>{style}</style>{''.join(rows)}"


def main(names: list[str]) -> int:
    """The exit code: 1 when Chromium is missing."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        print("no Chromium found: apt install chromium", file=sys.stderr)
        return 1
    subprocess.run([sys.executable, "-m", "deploy.data"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shots, missing = addresses([shot for shot in SHOTS if not names or shot.name in names])
    if missing:
        print(f"today's demo has no row for: {', '.join(missing)}")
    TARGET.mkdir(parents=True, exist_ok=True)
    taken: dict[str, list[Path]] = {}
    with server() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        camera = Camera(browser, site)
        for shot in shots:
            looks = [(width, language) for width in shot.widths for language in LANGUAGES]
            taken[shot.name] = [camera.take(shot, width, language) for width, language in looks]
            print(f"{shot.name}: {len(looks)}", flush=True)
        browser.close()
    (TARGET / "index.html").write_text(contact_sheet(taken), encoding="utf-8")
    print(f"{sum(map(len, taken.values()))} pictures, {TARGET / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
