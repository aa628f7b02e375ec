"""A visit as people live it, told to a browser: planned, told by letter, minuted, done, looked at again."""

from datetime import date

from playwright.sync_api import Browser

from outreach.demo.tests.browsing import DESKTOP, PHONE, Visitor
from outreach.demo.tests.stories import MEASURE, PICTURE, Step, as_somebody

WHY = "看夜班照明和更衣柜"
DECIDED = "增配更衣柜 15 个，先从二号楼调用"
OBJECTION = "二号楼也不够用，请从仓库调"
STILL_BAD = "柜子没有到，职工还是把衣服放在地上"


def plan(browser: Browser, site: str, day: date) -> None:
    """The office plans a visit of the leader and writes the letter that tells the unit."""
    office = Visitor(browser, site, DESKTOP).sign_in("ledger")
    office.go("/fieldvisits/plan/")
    office.page.locator("aside summary, #new").first.scroll_into_view_if_needed()
    office.page.select_option('[name="contact_point"]', index=1)
    office.page.fill('[name="planned_on"]', day.isoformat())
    office.page.fill('[name="note"]', WHY)
    with office.page.expect_navigation():
        office.page.click("form[data-autosave=visit-plan] button.btn-primary")
    office.sees("已安排 1 次", WHY)
    office.press(f'a:has(time[datetime="{day.isoformat()}"])')
    with office.page.expect_navigation():
        office.page.locator("summary", has_text="出一份文书").click()
        office.page.click('a[href*="/documents/new/visit.letter/"]')
    assert office.page.locator('[name="purpose"]').input_value() == WHY
    office.write(companions="2人")
    office.send("form [type=submit]")
    office.page.click('form[action$="/issue/"] button')
    with office.page.expect_navigation():
        office.page.locator("dialog button[value=yes]").click()
    office.sees("现办函〔")
    office.leave()


def read_the_letter(browser: Browser, site: str) -> None:
    """The head of the unit finds it among their work, and reads who comes and when."""
    head = Visitor(browser, site, PHONE).sign_in("head")
    head.go("/")
    head.press('a[href^="/fieldvisits/plan/"]')
    head.sees(WHY, "现场办公公函")
    head.leave()


def write_minutes(browser: Browser, site: str, visit: str, until: date) -> None:
    """The cadre makes them from the visit: one finding is decided upon, the others are taken out, one is added."""
    cadre = Visitor(browser, site, PHONE).sign_in("cadre")
    cadre.go(f"{visit}minutes/edit/")
    rows = cadre.page.locator("[name^=decisions-][name$=-DELETE]").count()
    for place in range(rows):
        what = cadre.page.locator(f"[name=decisions-{place}-what]")
        if what.input_value():
            cadre.page.locator(f"[name=decisions-{place}-DELETE]").check(force=True)
    last = rows - 1
    cadre.write(**{f"decisions-{last}-what": DECIDED, f"decisions-{last}-unit": "固机车间"})
    cadre.write(**{f"decisions-{last}-owner": "设备主管", f"decisions-{last}-due_on": until.isoformat()})
    cadre.send("form[data-autosave^=minutes] button.btn-primary")
    cadre.sees("起草中", DECIDED)
    with cadre.page.expect_navigation():
        cadre.page.click('form[action$="/circulate/"] button')
    cadre.sees("正在征求意见")
    cadre.leave()


def object_to_them(browser: Browser, site: str, visit: str) -> None:
    """The head of the unit, who reads them on a phone; the cadre answers."""
    head = Visitor(browser, site, PHONE).sign_in("head")
    head.go(f"{visit}minutes/")
    head.write(what=OBJECTION)
    head.send("form[data-autosave^=minutes-objection] [type=submit]")
    head.sees("意见已提给整理人")
    head.leave()
    cadre = Visitor(browser, site, PHONE).sign_in("cadre")
    cadre.go("/")
    cadre.press(f'a[href="{visit}minutes/"]')
    cadre.write(answer="已与仓库说定，从仓库调")
    cadre.send('form[action*="/objections/"] [type=submit]')
    cadre.sees("已答复", "从仓库调")
    cadre.leave()


def confirm_them(browser: Browser, site: str, visit: str) -> str:
    """The time for objections is over: numbered, the paper issued, the decision in the ledger; gives its number."""
    office = Visitor(browser, site, DESKTOP).sign_in("ledger")
    office.go(f"{visit}minutes/")
    office.page.click('form[action$="/confirm/"] button')
    with office.page.expect_navigation():
        office.page.locator("dialog button[value=yes]").click()
    office.sees("已确认", "现办纪〔")
    item = office.reads('a[href^="/ledger/"]')
    office.leave()
    return item


def bring_to_its_close(browser: Browser, site: str, item: str, picture: bytes, until: date) -> None:
    """Handed in, checked, accepted on the spot with a photo from there by one tap, struck off with the reason."""
    photo = {**PICTURE, "buffer": picture}
    begun: list[Step] = [("sign_for", {}), ("write_cause", {"cause": "柜子多年没有增配"})]
    planned: Step = ("add_measure", {"text": MEASURE, "planned_on": until.isoformat()})
    done: Step = ("complete_measure", {"measure": MEASURE})
    shown: Step = ("add_evidence", {"stage": "after", "attachments": [photo]})
    as_somebody(browser, site, "handler", item, *begun, planned, done, shown, ("submit", {"result": "已调来 15 个"}))
    as_somebody(browser, site, "head", item, ("check_pass", {}))
    acceptor = Visitor(browser, site, PHONE).sign_in("acceptor")
    acceptor.go(f"/ledger/{item}/")
    acceptor.press('a[href*="/accept_result/"][href*="is_on_site=1"]')
    assert acceptor.page.locator("[name=is_on_site]").is_checked()
    acceptor.write(attachments=[photo])
    acceptor.send("form [type=submit]")
    acceptor.leave()
    as_somebody(browser, site, "ledger", item, ("close_with_reason", {"reason": "职工代表当面说满意，没有上网评价"}))


def look_again(browser: Browser, site: str, item: str, picture: bytes) -> None:
    """Weeks later somebody with no hand in it goes there: it was never true."""
    office = Visitor(browser, site, PHONE).sign_in("ledger")
    office.go("/ledger/look-backs/")
    office.sees(item)
    office.leave()
    found = {
        "result": "false",
        "words": STILL_BAD,
        "people_asked": 4,
        "satisfaction": "1",
        "attachments": [{**PICTURE, "buffer": picture}],
    }
    as_somebody(browser, site, "ledger", item, ("look_back", found))
