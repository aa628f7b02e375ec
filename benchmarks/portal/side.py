"""The portal as a party of the benchmark: real pages through the real WSGI application, middleware and all."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any
from urllib.parse import quote

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import sides
from benchmarks.browser import Browser
from benchmarks.portal.sessions import session_of
from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.keyset import Cursor
from outreach.ledger.listing import ORDERS
from outreach.ledger.models import Issue, IssueGram
from outreach.ledger.states import ACTIVE, RUNNING
from outreach.org.models import OrgUnit, UnitKind
from outreach.org.scoping import Rights
from outreach.reminders.planning import due_steps, plan

SEARCHES = {"2": "食堂", "3": "取暖费", "4": "劳动合同", "7": "门机钢丝绳磨损"}
#: How far down the deep page of a list is.
DEEP = 0.8
application = get_wsgi_application()


def main() -> None:
    unit = OrgUnit.objects.filter(kind=UnitKind.SUBSIDIARY).earliest("pk")
    officer, handler, leader = (
        User.objects.get(username=name) for name in (f"officer-{unit.pk}", f"handler-{unit.pk}", "leader")
    )
    facts = gather_facts(unit, officer, handler)
    pages = {
        "list, scoped officer": (officer, "/ledger/"),
        "list, handler": (handler, "/ledger/"),
        "list, deep by key": (officer, f"/ledger/?view=all&after={facts['deep_cursor']}"),
        "item, 50 events, 10 files": (handler, f"/ledger/{facts['number']}/"),
        **{f"search, {size} characters": (officer, f"/ledger/?q={quote(text)}") for size, text in SEARCHES.items()},
        "search, number": (officer, f"/ledger/?q={facts['number']}"),
        "search, unit": (officer, f"/ledger/?q={quote(unit.name)}"),
        "home": (handler, "/"),
        "wall chart": (leader, "/wallchart/"),
    }
    browsers = {user.pk: signed_in(user) for user in (officer, handler, leader)}
    probes: dict[str, sides.Probe] = {
        name: partial(_ready, partial(browsers[user.pk].get, path)) for name, (user, path) in pages.items()
    }
    probes |= {
        "petition, handed in": filled_form,
        "petition, all steps": lambda: whole_form,
        "planner, all open items": lambda: plan_once,
        "planner, nothing new": plan_again,
    }
    sides.serve(probes, count, facts)


def _ready(act: sides.Act) -> sides.Act:
    return act


def count(act: Callable[[], object]) -> int:
    """How many statements it needs."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return sum(not sides.is_bracket(query["sql"]) for query in seen)


def gather_facts(unit: OrgUnit, officer: User, handler: User) -> dict[str, Any]:
    """What the other parties must know to answer the same questions."""
    visible = Issue.objects.visible_to(Rights.of(officer)).exclude(due_on=None).order_by("due_on", "pk")
    deep = visible[int(visible.count() * DEEP)]
    long = Issue.objects.get(version=50)
    grams = {text: [text[i : i + 2] for i in range(len(text) - 1)] for text in SEARCHES.values()}
    return {
        "path": unit.path,
        "unit": unit.name,
        "unit_id": unit.pk,
        "officer": officer.pk,
        "handler": handler.pk,
        "number": long.number,
        "issue": long.pk,
        "deep": [str(deep.due_on), deep.pk],
        "deep_cursor": Cursor.of(deep, ORDERS["due"]),
        "active": [state.value for state in ACTIVE],
        "running": [state.value for state in RUNNING],
        "rarest": {
            text: min(some, key=lambda gram: IssueGram.objects.filter(gram=gram).count())
            for text, some in grams.items()
        },
        "searches": SEARCHES,
        "steps": [[rule, number, to_head, str(latest)] for rule, number, to_head, latest in due_steps(clock.today())],
        "today": str(clock.today()),
    }


def signed_in(user: User) -> Browser:
    """A browser with the session that the login page would have made."""
    return Browser(application, session_of(user))


# --- a petition -------------------------------------------------------------------------------
def _fill(browser: Browser) -> dict[str, str]:
    """Up to the last look; what its form hides."""
    hidden = browser.get("/petitions/new/").hidden
    browser.post("/petitions/new/", hidden | {"kind": "appeal"})
    said = {
        "title": "九月夜班津贴少发",
        "facts": "上个月的夜班只算了一半，问了三次没有答复。",
        "request": "请补发差额。",
    }
    browser.post("/petitions/new/matter/", hidden | said | {"is_unit_unknown": "on", "people_count": "1"})
    browser.post("/petitions/new/contact/", hidden | {"naming": "real", "name": "赵某", "phone": "13800130021"})
    return hidden


def filled_form() -> sides.Act:
    """Everything is typed and kept; what is timed is handing it in."""
    browser = Browser(application)
    return partial(_hand_in, browser, _fill(browser))


def whole_form() -> None:
    """A person without an account, from the first step to the last."""
    browser = Browser(application)
    _hand_in(browser, _fill(browser))


def _hand_in(browser: Browser, hidden: dict[str, str]) -> None:
    answer = browser.post("/petitions/new/review/", hidden | {"is_true": "on"})
    assert answer.location == "/petitions/receipt/", f"the petition was not taken: {answer.location}"


# --- the planner ------------------------------------------------------------------------------
def plan_once() -> None:
    """Everything that fell due in two years, as after a long downtime; rolled back, so that it can be timed again."""
    with transaction.atomic():
        assert plan() > 0, "nothing was due"
        transaction.set_rollback(True)


def plan_again() -> sides.Act:
    """What most rounds find: everything has been said. Both rounds are rolled back."""
    frame = ExitStack()
    frame.enter_context(transaction.atomic())
    plan()

    def nothing_new() -> None:
        assert plan() == 0, "something was said twice"
        transaction.set_rollback(True)
        frame.close()

    return nothing_new


if __name__ == "__main__":
    main()
