"""A leader's reception as people live it, told to a browser: a holiday moves it, its promise becomes an item."""

from datetime import date

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor
from outreach.demo.tests.stories import MEASURE, PICTURE, Step, as_somebody

#: Late in the day: whenever the story is told, the time is still to come.
HOURS = {"starts_at": "23:00", "ends_at": "23:59", "slot_minutes": "5"}
AT = "23:50"
HEARD = "九月的夜班工资条少算了三个。"
PROMISE = "核对打卡记录，差额随下月工资补发"
STRUCK_OFF = "差额已补发，信访人当面说满意，没有上网评价"


def plan(browser: Browser, site: str, day: date) -> None:
    """The office puts a day of the leader on the roster."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go("/petitions/receptions/")
    officer.find('[name="cadre"]')
    officer.write(cadre="分管领导甲", planned_on=day.isoformat(), place="信访接待室", **HOURS)
    officer.send("form[data-autosave=reception-day] button.btn-primary")
    officer.sees("已排进接访日", day.isoformat())
    officer.leave()


def book(browser: Browser, site: str, code: str) -> None:
    """A place on it, by code on a phone."""
    worker = Visitor(browser, site, PHONE)
    worker.go("/petitions/track/")
    worker.write(code=code)
    worker.send()
    worker.press('a[href="/petitions/track/reception/"]')
    worker.write(place=AT)
    worker.send()
    worker.sees(f"请在 {AT} 前到")
    worker.leave()


def edit_the_calendar(browser: Browser, site: str, key: int, *, is_workday: bool, name: str, moved: str) -> None:
    """The administrator changes what a day is, and reads which reception that moves."""
    admin = Visitor(browser, site, DESKTOP).sign_in("admin")
    admin.go(f"/admin/calendars/calendarday/{key}/change/")
    admin.page.locator("#id_is_workday").set_checked(is_workday)
    admin.page.fill("#id_name", name)
    with admin.page.expect_navigation():
        admin.page.locator("[name=_save]").click()
    admin.page.locator(".messagelist .info", has_text=moved).wait_for()
    admin.leave()


def write_it_down(browser: Browser, site: str, until: date) -> str:
    """The leader, after the conversation; gives the address of the record."""
    leader = Visitor(browser, site, DESKTOP).sign_in("leader")
    leader.go("/petitions/receptions/")
    leader.press('.sx-line a:has-text("打开")')
    leader.press('a[href*="/receptions/slots/"]')
    leader.write(heard=HEARD, promise=PROMISE, promised_on=until.isoformat())
    leader.send()
    leader.sees(PROMISE)
    address = leader.find('a[href*="/receptions/slots/"]').get_attribute("href") or ""
    leader.go("/")
    leader.sees(PROMISE, "兑现了就记下")
    leader.leave()
    return address


def make_an_item(browser: Browser, site: str, record: str) -> str:
    """The office gives the promise to the ledger by one press; gives the number of the item."""
    officer = Visitor(browser, site, DESKTOP).sign_in("petition")
    officer.go(record)
    officer.press('a[href*="/add_item/"]')
    assert officer.page.locator('[name="title"]').input_value() == PROMISE
    officer.write(topic="薪酬")
    officer.send("form [type=submit]")
    officer.go(record)
    item = officer.reads('a[href^="/ledger/"]')
    officer.leave()
    return item


def bring_to_its_close(browser: Browser, site: str, item: str, picture: bytes) -> None:
    """Planned and done by the handler, checked, accepted by another unit, struck off with the reason."""
    begun: list[Step] = [("sign_for", {}), ("write_cause", {"cause": "打卡规则按日历日切分"})]
    planned: Step = ("add_measure", {"text": MEASURE, "planned_on": date.today().isoformat()})  # noqa: DTZ011 - typed in
    done: Step = ("complete_measure", {"measure": MEASURE})
    shown: Step = ("add_evidence", {"stage": "after", "attachments": [{**PICTURE, "buffer": picture}]})
    handed_in: Step = ("submit", {"result": "差额已随本月工资补发"})
    as_somebody(browser, site, "handler", item, *begun, planned, done, shown, handed_in)
    as_somebody(browser, site, "head", item, ("check_pass", {}))
    as_somebody(browser, site, "acceptor", item, ("accept_result", {"attachments": [{**PICTURE, "buffer": picture}]}))
    as_somebody(browser, site, "ledger", item, ("close_with_reason", {"reason": STRUCK_OFF}))


def owes_nothing(browser: Browser, site: str, record: str) -> None:
    """It is off the leader's list, and the record says that it was kept."""
    leader = Visitor(browser, site, DESKTOP).sign_in("leader")
    leader.page.locator("h1").first.wait_for(state="visible")
    assert PROMISE not in leader.page.inner_text("#main")
    leader.go(record)
    leader.sees("已兑现")
    leader.leave()
