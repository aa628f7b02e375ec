"""The visit log as it first opens on a phone far away: what comes over the wire, and when it can be used.

Starts a server of its own on the demo data in ``VAR_DIR`` (loaded first when there is none), with static files as in
service, and looks with an empty cache through a line of 400 kbit/s and 400 ms. ``--slower 4`` also slows the processor.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.shots import CHROMIUM, ROOT, server, sign_in

LOG = "/fieldvisits/new/"
STEPS = ("#found", "#conduct")
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
#: When the first question is painted, when the steps have come to life, and when the queue knows that it is empty.
_WATCH = """
new PerformanceObserver((list) => { window.painted = list.getEntriesByName("first-contentful-paint")[0].startTime; })
  .observe({ type: "paint", buffered: true });
const note = (name, isThere) => {
  const look = () => { if (isThere()) window[name] = performance.now(); else requestAnimationFrame(look); };
  look();
};
note("lively", () => document.querySelector("form[data-log].is-live"));
note("queued", () => document.querySelector("[data-queue-none]:not([hidden])"));
"""
MARKS = ("painted", "steps and cards alive", "photos and queue alive")
_MARKED = """async () => {
  while (!(window.painted && window.lively && window.queued)) await new Promise(requestAnimationFrame);
  return [window.painted, window.lively, window.queued];
}"""
_STEP = """async (hash) => {
  const begun = performance.now();
  document.querySelector(`[data-step]:not([hidden]) a[href='${hash}'].btn-primary`).click();
  do await new Promise(requestAnimationFrame); while (document.querySelector(hash).hidden);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


@dataclass
class View:
    """One look: bytes by kind, and milliseconds."""

    wire: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    times: dict[str, float] = field(default_factory=dict)

    @property
    def kilobytes(self) -> float:
        return sum(map(sum, self.wire.values())) / 1024


def look(browser: Browser, site: str, cookies: list[dict[str, object]], slower: int) -> View:
    """Open the log with an empty cache and go through its steps."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-CN"
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]  # as the browser gave them
    context.add_init_script(_WATCH)
    page = context.new_page()
    view = View()
    listen(context.new_cdp_session(page), view, slower)
    page.goto(site + LOG, wait_until="load")
    view.times = dict(zip(MARKS, page.evaluate(_MARKED), strict=True))
    page.wait_for_load_state("networkidle")
    for hash_ in STEPS:
        view.times[f"step to {hash_}"] = step(page, hash_)
    context.close()
    return view


def listen(line: CDPSession, view: View, slower: int) -> None:
    """Slow line and processor down, and count what the page asks for until the service worker's own requests begin."""
    kinds: dict[str, str] = {}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        view.wire[kinds.get(event["requestId"], "Other")].append(int(event["encodedDataLength"]))

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)


def step(page: Page, hash_: str) -> float:
    """Milliseconds from the tap until the next step is drawn."""
    page.evaluate("() => { const unit = document.querySelector('[name=unit]'); unit.selectedIndex ||= 1; }")
    return float(page.evaluate(_STEP, hash_))


def report(views: list[View]) -> None:
    """Medians of all looks."""
    middle = sorted(views, key=lambda view: view.kilobytes)[len(views) // 2]
    for kind, sizes in sorted(middle.wire.items(), key=lambda item: -sum(item[1])):
        print(f"{kind:<12}{len(sizes):>4} requests {sum(sizes) / 1024:>8.1f} KB")
    print(f"{'together':<12}{sum(map(len, middle.wire.values())):>4} requests {middle.kilobytes:>8.1f} KB")
    for name in middle.times:
        print(f"{name:<24}{statistics.median(view.times[name] for view in views):>8.0f} ms")


def main() -> int:
    """The exit code: 1 when Chromium is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.firstview", description=__doc__)
    parser.add_argument("--person", default="cadre")
    parser.add_argument("--slower", type=int, default=1, help="how many times slower the processor of the phone is")
    parser.add_argument("--looks", type=int, default=3)
    asked = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        print("no Chromium found: apt install chromium", file=sys.stderr)
        return 1
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.service_settings"
    for command in (["-m", "deploy.data"], ["manage.py", "collectstatic", "--noinput"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with server() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        cookies = sign_in(browser, site, asked.person)
        look(browser, site, cookies, 1)  # the server loads its templates
        report([look(browser, site, cookies, asked.slower) for _number in range(asked.looks)])
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
