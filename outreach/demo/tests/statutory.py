"""The statutory case as people live it, told to a browser: to the final review and beyond, a group, a suggestion."""

from typing import Any

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor
from outreach.demo.tests.stories import Step, take

WHY_LONGER = "考勤数据要从旧系统导出核对"
OPINION = "上岗记录只有 8 个夜班，没有少算，不予补发。"
REPLY: dict[str, Any] = {"facts": "核对了打卡和出车记录", "opinion": OPINION, "basis": "《夜班津贴办法》第五条"}
REVIEWED: dict[str, Any] = {"opinion": "原意见事实清楚，予以维持。", "basis": "同原意见", "outcome": "uphold"}
NOT_AGAIN = "这件事已经复核终结，没有新的事实和理由。"
GROUP = "八个人的防寒服没有发"
SUGGESTION = "食堂夜宵希望加热汤"


def at_the_desk(browser: Browser, site: str, name: str, number: str, *steps: Step) -> None:
    """Sign in, open the case, take the steps."""
    officer = Visitor(browser, site, DESKTOP).sign_in(name)
    officer.go(f"/petitions/{number}/")
    for step, answers in steps:
        take(officer, step, **answers)
    officer.leave()


def ask_higher(browser: Browser, site: str, code: str, reason: str) -> None:
    """Not content with it: by code, on a phone."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/track/")
    worker.write(code=code)
    worker.send()
    worker.find("#hi")
    worker.page.locator("details:has(#hi) > summary").tap()
    worker.write(reason=reason)
    worker.send('form[action$="/review/"] button[type=submit]')
    worker.sees("申请收到了")
    worker.leave()


def enter_a_group(browser: Browser, site: str) -> tuple[str, str]:
    """Eight people stand at the desk; two speak for them, and what they said is read back to them."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go("/petitions/register/")
    officer.write(
        arrival="visit", kind="appeal", title=GROUP, facts="冬装发放表上有名字，衣服没有领到。", request="补发"
    )
    officer.find('[name="unit_name"]').fill("固机车间")
    officer.page.locator("[role=option]", has_text="固机车间").first.click()
    officer.write(people_count=8, naming="real", name="陈志远", phone="138 0013 0021")
    officer.find('[name="name_1"]')
    officer.write(name_1="李桂兰", phone_1="139 0013 0022", is_read_back=True)
    officer.send()
    code, number = officer.reads("[data-code]"), officer.reads("h1 .text-nowrap")
    officer.go(f"/petitions/{number}/")
    officer.sees(GROUP, "8 人")
    officer.leave()
    return code, number


def suggest(browser: Browser, site: str) -> tuple[str, str]:
    """Somebody without a name has an idea."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/new/")
    worker.write(kind="suggestion")
    worker.send()
    worker.write(
        title=SUGGESTION, facts="夜班只有冷的面包，冬天胃受不了。", request="夜里留一个灶", is_unit_unknown=True
    )
    worker.send()
    worker.write(naming="anonymous")
    worker.send()
    worker.write(is_true=True)
    worker.send()
    code, number = worker.reads("[data-code]"), worker.reads("h1 .text-nowrap")
    worker.leave()
    return code, number
