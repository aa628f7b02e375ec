"""The journeys as people live them, told to a browser; nothing here looks into the database."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor

PICTURE: dict[str, Any] = {"name": "现场.png", "mimeType": "image/png"}
MEASURE = "按出车单重算补贴"
TITLE = "9、10 月夜班补贴少算，要求补发"


def raise_a_matter(browser: Browser, site: str, picture: bytes) -> tuple[str, str]:
    """A worker at a canteen table, without an account; gives the tracking code and the number."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/")
    worker.press('a[href="/petitions/new/"]')
    worker.write(kind="appeal")
    worker.send()
    worker.write(title=TITLE, facts="9 月上了 11 个夜班，工资条只算了 8 个。", request="补发差额", people_count=3)
    worker.find('[name="unit_name"]').press_sequentially("固机")
    worker.page.locator("[role=option]", has_text="固机车间").tap()
    worker.write(files=[{**PICTURE, "buffer": picture}])
    worker.send()
    worker.write(naming="real", name="陈志远", phone="138 0013 0021")
    worker.send()
    worker.sees(TITLE, "固机车间")
    worker.write(is_true=True)
    worker.send()
    code, number = worker.reads("[data-code]"), worker.reads("h1 .text-nowrap")
    worker.write(code=code.replace("-", "").lower())
    worker.press("form button[type=submit]")
    worker.sees("核对无误")
    worker.go("/petitions/track/")
    worker.sees(TITLE)
    worker.leave()
    return code, number


def follow_by_code(browser: Browser, site: str, code: str, *texts: str) -> None:
    """Somebody else's phone, later: nothing but the code."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/track/")
    worker.write(code=code)
    worker.send()
    worker.sees(*texts)
    worker.leave()


def log_a_visit(browser: Browser, site: str, picture: bytes) -> None:
    """A cadre in a workshop: two findings, one solved on the spot, one for the ledger with a photo."""
    cadre = Visitor(browser, site, PHONE).sign_in("cadre")
    cadre.go("/fieldvisits/new/")
    cadre.write(unit="固机车间", people_met=6)
    cadre.find('a[href="#found"].btn-primary').tap()
    cadre.page.locator("#found-title").wait_for(state="visible")
    solved, open_ended = "findings-0", "findings-1"
    if not cadre.page.locator(f'[name="{solved}-what"]').count():
        cadre.find("[data-log-add]").tap()
    cadre.write(**{f"{solved}-what": "灭火器被杂物挡住", f"{solved}-outcome": "solved_on_spot"})
    cadre.write(**{f"{solved}-solution": "当场清开", f"{solved}-solved_by": "王班长"})
    if not cadre.page.locator(f'[name="{open_ended}-what"]').count():
        cadre.find("[data-log-add]").tap()
    cadre.write(**{f"{open_ended}-what": "更衣柜不足，43 人共用 28 个", f"{open_ended}-outcome": "to_ledger"})
    cadre.write(**{f"{open_ended}-photos": [{**PICTURE, "buffer": picture}]})
    cadre.find('a[href="#conduct"].btn-primary').tap()
    cadre.page.locator("#conduct-title").wait_for(state="visible")
    cadre.send("[data-log-end] button[type=submit]")
    cadre.sees("灭火器被杂物挡住", "更衣柜不足")
    cadre.go("/ledger/?view=all")
    cadre.sees("更衣柜不足")
    cadre.leave()


def hand_a_petition_over(browser: Browser, site: str, number: str) -> str:
    """The petition officer classifies, accepts and hands over; gives the number of the ledger item."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go("/petitions/")
    officer.press(f'a[href="/petitions/{number}/"]')
    for step in ("classify", "accept", "hand_over"):
        take(officer, step)
    item = officer.reads('a[href^="/ledger/"]')
    officer.leave()
    return item


Step = tuple[str, dict[str, Any]]


def take(person: Visitor, step: str, **answers: Any) -> None:
    """Press the step on the page where it is offered, fill in its form, send it."""
    person.press(f'a[href*="/{step}/"]')
    person.write(**answers)
    person.send("form [type=submit]")
    person.page.wait_for_url(lambda url: f"/{step}/" not in url)


def as_somebody(browser: Browser, site: str, name: str, item: str, *steps: Step) -> None:
    """Sign in, open the item, take the steps."""
    person = Visitor(browser, site, DESKTOP).sign_in(name)
    person.go(f"/ledger/{item}/")
    for step, answers in steps:
        take(person, step, **answers)
    person.leave()


def enter_and_assign(browser: Browser, site: str, item: str) -> None:
    given = {
        "lead_unit": "装卸一公司",
        "handler": "承办人甲（装卸一公司",
        "accepting_unit": "安全环保部",
        "workdays": 3,
    }
    as_somebody(browser, site, "ledger", item, ("enter", {}), ("assign", given))


def work_on(browser: Browser, site: str, item: str) -> None:
    """The handler signs, finds the cause, plans, and asks for more time; the head and the office agree."""
    today = date.today()  # noqa: DTZ011 - what a person types into a calendar field
    measure = {"text": MEASURE, "planned_on": (today + timedelta(days=2)).isoformat()}
    more = {"workdays": 2, "reason": "考勤数据要从旧系统导出"}
    steps: list[Step] = [("sign_for", {}), ("write_cause", {"cause": "打卡规则按日历日切分"}), ("add_measure", measure)]
    as_somebody(browser, site, "handler", item, *steps, ("request_extension", more))
    as_somebody(browser, site, "head", item, ("agree_extension", {}))
    as_somebody(browser, site, "ledger", item, ("grant_extension", {}))


def finish(browser: Browser, site: str, item: str, picture: bytes) -> None:
    """Measures done, evidence, result; the head checks and another unit accepts on the spot, with a photo."""
    done: Step = ("complete_measure", {"measure": MEASURE})
    shown: Step = ("add_evidence", {"stage": "after", "attachments": [{**PICTURE, "buffer": picture}]})
    result: Step = ("submit", {"result": "差额已随 12 月工资补发"})
    as_somebody(browser, site, "handler", item, done, shown, result)
    as_somebody(browser, site, "head", item, ("check_pass", {}))
    as_somebody(browser, site, "acceptor", item, ("accept_result", {"attachments": [{**PICTURE, "buffer": picture}]}))


def write_the_opinion(browser: Browser, site: str, number: str) -> None:
    """The petition officer writes the opinion from what the ledger found, and hands it over."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go(f"/petitions/{number}/")
    officer.sees("台账已办完，待出具处理意见")
    take(officer, "issue_opinion", basis="《夜班津贴办法》第五条", outcome="support")
    take(officer, "deliver", way="in_person")
    officer.sees("支持", "当面送达")
    officer.leave()


def rate(browser: Browser, site: str, code: str) -> None:
    """The raiser judges by code, on a phone."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/track/")
    worker.write(code=code)
    worker.send()
    names = set(
        worker.page.locator("form[action$='/rate/'] [type=radio]").evaluate_all("all => all.map(one => one.name)")
    )
    for name in sorted(names):
        worker.page.locator(f'label:has([name="{name}"])').first.tap()
    worker.send("form[action$='/rate/'] button[type=submit]")
    worker.sees("评价收到了")
    worker.leave()


def look_as_a_leader(browser: Browser, site: str) -> None:
    leader = Visitor(browser, site, DESKTOP).sign_in("leader")
    leader.page.locator("h1").first.wait_for(state="visible")
    leader.go("/wallchart/")
    leader.sees("信访接待", "现场办公", "调查研究", "政策宣传")
    leader.leave()


def read_the_notices(browser: Browser, site: str, name: str, item: str) -> None:
    person = Visitor(browser, site, DESKTOP).sign_in(name)
    person.go("/notices/")
    person.sees(item)
    person.leave()


def review_in_the_admin(browser: Browser, site: str, *, taken: str, refused: str) -> None:
    """An action for two rows: done for one, refused in words for the other."""
    admin = Visitor(browser, site, DESKTOP).sign_in("ledger")
    page = admin.page
    admin.go("/admin/ledger/issue/")
    for number in (taken, refused):
        page.locator("#result_list tr", has_text=number).locator("input[type=checkbox]").check()
    page.select_option("select[name=action]", "assign")
    with page.expect_navigation():
        page.locator("#changelist-form button[name=index]").click()
    chosen = {"lead_unit": "装卸一公司", "handler": "承办人甲（装卸一公司", "accepting_unit": "安全环保部"}
    for name, words in chosen.items():
        option = page.locator(f"select[name={name}] option", has_text=words).first
        page.select_option(f"select[name={name}]", option.get_attribute("value"))
    page.fill("input[name=workdays]", "10")
    with page.expect_navigation():
        page.locator("input[name=apply]").click()
    page.locator(".messagelist .success", has_text=taken).wait_for()
    page.locator(".messagelist .warning", has_text=refused).wait_for()
    admin.leave()


def ask_to_see_who_it_is(browser: Browser, site: str, number: str) -> None:
    """The petition officer asks, and sees the mask only."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go(f"/petitions/{number}/")
    officer.press(f'a[href="/petitions/{number}/identity/"]')
    officer.write(reason="要当面送达处理意见书，需要核对")
    for part in ("name", "phone"):
        officer.page.locator(f'label:has([name="parts"][value="{part}"])').click()
    officer.send()
    officer.sees("等批准", "陈**")
    assert "138 0013 0021" not in officer.page.content()
    officer.leave()


def agree_to_it(browser: Browser, site: str, number: str) -> None:
    """A second person finds it on the first page, and agrees."""
    leader = Visitor(browser, site, PHONE).sign_in("leader")
    leader.press(f'a[href="/petitions/{number}/identity/"]')
    leader.send('form[action$="/grant/"] button')
    leader.sees("已批准")
    assert "138 0013 0021" not in leader.page.content()
    leader.leave()


def look_at_who_it_is(browser: Browser, site: str, number: str, *, is_over: bool) -> None:
    """One look while it is allowed; afterwards the button is gone."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go(f"/petitions/{number}/identity/")
    button = officer.page.locator("form[action*='/identity/'] button", has_text="现在查看")
    assert button.count() == (0 if is_over else 1)
    if not is_over:
        officer.send("form[action*='/identity/'] button.btn-primary:has-text('现在查看')")
        officer.sees("陈志远", "138 0013 0021")
    else:
        officer.sees("已到时间")
        assert "陈志远" not in officer.page.content()
    officer.leave()
