"""An accusation as people live it, told to a browser: who accuses, who must not find it, who deals with it."""

import html
import re
from typing import Any

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor
from outreach.demo.tests.stories import take

TITLE = "反映材料采购指定供应商"
ANSWER = "经核查，采购已重新招标，责任人已作处理。谢谢监督。"
_LINK = re.compile(r'href="(/[^"#]*)"')
_TOKEN = re.compile(r'csrf\w*" (?:value|content)="\w+"')
#: Where the portal shows rows, figures and files; pages that these lead to are walked as well.
STARTS = [
    "/", "/petitions/?view=all", f"/petitions/?q={TITLE}", "/petitions/?kind=accusation&view=all", "/ledger/?view=all",
    f"/ledger/?q={TITLE}", "/ledger/board/", "/wallchart/", "/wallchart/print/", "/notices/", "/contactpoints/",
    "/fieldvisits/", "/surveys/", "/policy/", "/audit/", "/admin/", "/admin/petitions/petition/",
    "/admin/ledger/issue/", "/admin/reminders/reminder/", "/petitions/track/",
]  # fmt: skip
_MOST_PAGES = 60


def accuse(browser: Browser, site: str, unit: str, person: str) -> tuple[str, str]:
    """Somebody without a name, on a phone; gives the tracking code and the number."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/new/")
    worker.write(kind="accusation")
    worker.send()
    worker.write(title=TITLE, facts=f"{person}连续两年让同一家中标，价格比市场高。", request="请核查")
    worker.find('[name="unit_name"]').press_sequentially(unit)
    worker.page.locator("[role=option]", has_text=unit).first.tap()
    worker.send()
    worker.write(naming="anonymous")
    worker.send()
    worker.write(is_true=True)
    worker.send()
    code, number = worker.reads("[data-code]"), worker.reads("h1 .text-nowrap")
    worker.write(code=code)
    worker.press("form button[type=submit]")
    worker.leave()
    return code, number


def look_everywhere(browser: Browser, site: str, name: str, number: str) -> int:
    """Sign in, search, and walk every link there is; gives how many pages were read."""
    person = Visitor(browser, site, DESKTOP).sign_in(name)
    person.go("/")
    known, waiting = set(STARTS), list(STARTS)
    read = 0
    while waiting and read < _MOST_PAGES:
        path = waiting.pop(0)
        answer = person.context.request.get(site + path, timeout=60_000)
        read += 1
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        text = html.unescape(answer.text()).replace(f'value="{TITLE}"', "")
        assert TITLE not in text, (name, path)
        assert number not in text, (name, path)
        fresh = [link for link in map(html.unescape, _LINK.findall(text)) if link not in known]
        known.update(fresh)
        waiting += fresh
    _guess(person, number)
    person.leave()
    return read


def _guess(person: Visitor, number: str) -> None:
    """The address of the case, typed by hand, answers like one that there is not."""
    year = number.split("-")[1]
    for address in ("/petitions/{}/", "/petitions/{}/answer/", "/ledger/{}/"):
        there = person.context.request.get(person.site + address.format(number))
        nowhere = person.context.request.get(person.site + address.format(f"XFJ-{year}-000000"))
        assert there.status == nowhere.status, (address, there.status)
        assert there.status in {403, 404}, (address, there.status, there.url)
        assert _plain(there.text(), number) == _plain(nowhere.text(), f"XFJ-{year}-000000")


def _plain(text: str, number: str) -> str:
    return _TOKEN.sub("", text.replace(number, ""))


Answers = dict[str, Any]


def inspect(browser: Browser, site: str, number: str, *steps: tuple[str, Answers]) -> None:
    """The inspector finds it in the list and takes the steps."""
    inspector = Visitor(browser, site, DESKTOP).sign_in("discipline")
    inspector.go("/petitions/?view=all")
    inspector.sees(TITLE)
    inspector.press(f'a[href="/petitions/{number}/"]')
    for step, answers in steps:
        take(inspector, step, **answers)
    inspector.leave()
