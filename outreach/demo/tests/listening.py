"""What a cadre lives through away from the desk: a forum of an investigation, and a policy session with questions."""

from datetime import date

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor

FINDING = "备件从报缺到领用平均 23 天"
QUESTION = "高温津贴外协工有没有"
POLICY = "夏季高温津贴发放办法"


def is_told(visitor: Visitor, *texts: str) -> None:
    """The form came back with what is wrong; the browser complains of that and of nothing else."""
    visitor.sees(*texts)
    assert visitor.complaints
    assert all("400" in complaint for complaint in visitor.complaints), visitor.complaints
    visitor.complaints.clear()


def hold_a_forum(browser: Browser, site: str, until: date) -> None:
    """A question to go down with, a forum about it on a phone, one finding for the ledger and one to know of."""
    cadre = Visitor(browser, site, PHONE).sign_in("cadre")
    cadre.go("/surveys/new/")
    cadre.write(title="备件为什么总是等", question="报缺以后卡在哪一步", until=until.isoformat())
    cadre.send()
    cadre.sees("备件为什么总是等", "还没有人下去")
    cadre.press('a[href$="/records/new/forum/"]')
    cadre.write(unit="固机车间", people_kind="班组长、一线司机", said="“报了两回都说在走流程。”")
    cadre.write(people_count="0")
    cadre.send()
    is_told(cadre, "有几处要改", "“报了两回都说在走流程。”")
    cadre.write(people_count="12")
    cadre.write(**{"finding-0-what": FINDING, "finding-0-topic": "设备", "finding-0-outcome": "to_ledger"})
    cadre.page.locator("#main summary", has_text="第 2 件").tap()
    cadre.write(**{"finding-1-what": "两个班组各记各的台账", "finding-1-outcome": "information_only"})
    cadre.send()
    cadre.sees("12", FINDING, "两个班组各记各的台账")
    cadre.leave()


def tell_a_policy(browser: Browser, site: str) -> None:
    """A session in a workshop, one question answered on the spot, one that the ledger has to answer."""
    cadre = Visitor(browser, site, PHONE).sign_in("cadre")
    cadre.go("/policy/sessions/new/")
    cadre.write(theme=POLICY, documents=True, unit="固机车间", attendance="26")
    cadre.write(**{"question-0-question": "几月开始发", "question-0-outcome": "answered"})
    cadre.send()
    is_told(cadre, "写下现场怎么答的")
    cadre.write(**{"question-0-answer": "六月到九月，随工资发"})
    cadre.page.locator("#main summary", has_text="第 2 问").tap()
    cadre.write(**{"question-1-question": QUESTION, "question-1-outcome": "to_ledger"})
    cadre.send()
    cadre.sees(POLICY, "六月到九月，随工资发", QUESTION)
    cadre.leave()


def follow_to_its_source(browser: Browser, site: str, number: str, *texts: str) -> None:
    """The ledger officer opens the item, and from there what was written down in the channel."""
    officer = Visitor(browser, site, DESKTOP).sign_in("ledger")
    officer.go(f"/ledger/{number}/")
    officer.sees(number)
    officer.press('a[href^="/surveys/"], #main a[href^="/policy/"]')
    officer.sees(*texts)
    officer.leave()
