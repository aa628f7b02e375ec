"""Key pages have no accessibility fault that axe can find (WCAG 2.2 AA), in both languages, on phone and desktop.

They also have no class of Bootstrap that the part of it in ``static/css`` leaves out: see ``checks/bootstrap.py``.
"""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from checks.bootstrap import left_out
from checks.tree import Project
from fieldvisits.factories import VisitFactory
from outreach.common.once import new_token
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.browsing import DESKTOP, PHONE, Chromium, Visitor
from outreach.demo.tests.pointing import a_reviewed_point
from outreach.org.testing import Cast
from petitions.models import RegisterJob
from petitions.register.jobs import start_import
from petitions.tests.registers import PLANTED, register

pytestmark = [pytest.mark.browser, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
LEFT_OUT = left_out(Project(Path(settings.BASE_DIR)))
_CLASSES = "[...new Set([...document.querySelectorAll('[class]')].flatMap((one) => [...one.classList]))]"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PUBLIC = [
    "/",
    "/petitions/new/",
    "/petitions/new/matter/",
    "/petitions/track/",
    "/policy/",
    "/accounts/login/",
    "/offline/",
]
#: What the petition office shows to everybody.
SHELVES = [
    "/petitions/answers/",
    "/petitions/answers/?q=nothing",
    "/petitions/answers/{answer}/",
    "/petitions/receptions/days/",
]
#: The desk of the petition office, beside its cases.
DESK = [
    "/petitions/?view=all&q=nothing",
    "/petitions/figures/",
    "/petitions/figures/?since=2026-11&until=2026-01",
    "/petitions/officers/",
    "/petitions/phrases/",
    "/petitions/sponsored/",
    "/petitions/sponsored/{sponsored}/",
    "/petitions/answers/desk/",
    "/petitions/answers/{answer}/desk/",
    "/petitions/{petition}/publish/",
    "/petitions/{petition}/sponsor/",
    "/petitions/{petition}/link_repeat/",
    "/petitions/{petition}/not_repeat/",
    "/petitions/{petition}/identity/",
    "/petitions/receptions/",
    "/petitions/receptions/{reception}/",
    "/petitions/receptions/slots/{slot}/",
    "/petitions/register/jobs/{checked}/",
    "/petitions/register/jobs/{written}/",
    "/petitions/find/",
    "/holds/",
    "/holds/{hold}/",
]
STRANGERS = {"": PUBLIC}
#: Person → pages; what stands in braces is one of the cast's belongings.
EVERYBODY = {
    "": [*PUBLIC, *SHELVES],
    "ledger": [
        "/",
        "/ledger/",
        "/ledger/board/",
        "/ledger/{west}/enter/",
        "/ledger/{east}/",
        "/ledger/look-backs/",
        "/ledger/look-backs/?view=done&result=false",
        "/fieldvisits/",
        "/fieldvisits/findings/",
        "/fieldvisits/findings/?q=nothing",
        "/fieldvisits/plan/",
        "/fieldvisits/import/",
        "/fieldvisits/plan/month/",
        "/fieldvisits/plan/feed/",
        "/fieldvisits/plan/{plan}/",
        "/fieldvisits/{visit}/minutes/",
        "/fieldvisits/{unwritten}/minutes/edit/",
        "/surveys/",
        "/policy/sessions/",
        "/policy/new/",
        "/contactpoints/",
        "/contactpoints/new/?unit={unit}&from=candidates",
        "/contactpoints/candidates/",
        "/contactpoints/candidates/weights/",
        "/contactpoints/units/{unit}/",
        "/contactpoints/units/{unit}/edit/",
        "/contactpoints/units/{unit}/assess/",
        "/contactpoints/{point}/edit/",
        "/contactpoints/{point}/review/",
        "/contactpoints/{reviewed}/review/",
    ],
    "cadre": [
        "/fieldvisits/new/",
        "/fieldvisits/new/#queue",
        "/fieldvisits/new/shell/",
        "/ledger/new/",
        "/surveys/new/",
        "/policy/sessions/new/",
        "/petitions/",
        "/nowhere/",
    ],
    "petition": [
        "/petitions/",
        "/petitions/{petition}/",
        "/petitions/register/",
        "/petitions/register/import/",
        "/documents/{draft}/",
        "/documents/{draft}/edit/",
        "/documents/{document}/",
        "/documents/templates/",
        "/documents/templates/petition.hearing/",
        *DESK,
    ],
    "discipline": ["/fieldvisits/conduct/", "/ledger/look-backs/"],
    "auditor": ["/audit/", "/org/confirmations/"],
    "handler": ["/petitions/sponsored/"],
    "leader": [
        "/",
        "/wallchart/",
        "/coverage/",
        "/coverage/?gap=never&q=nothing",
        "/contactpoints/{point}/",
        "/contactpoints/{point}/brief/",
        "/notices/",
    ],
}


def look(
    browser: Browser, site: str, person: str, paths: list[str], *, language: str, device: dict[str, Any]
) -> list[str]:
    """What axe finds on these pages, one line each."""
    visitor = Visitor(browser, site, device, language)
    if person:
        visitor.sign_in(person)
    found = []
    for path in paths:
        visitor.go(path)
        visitor.page.evaluate("scrollTo(0, 0)")  # where a script has led on, the bar lies over what one came from
        result = Axe().run(visitor.page, options=RULES)
        for fault in result.response["violations"]:
            places = "; ".join(node["html"][:160] for node in fault["nodes"][:3])
            found.append(f"{path} as {person or 'anybody'}: {fault['id']} x{len(fault['nodes'])}: {places}")
        unstyled = sorted(LEFT_OUT.intersection(visitor.page.evaluate(_CLASSES)))
        found += [f"{path} as {person or 'anybody'}: Bootstrap's {name} is left out" for name in unstyled]
    visitor.context.close()
    return found


def a_checked_register(people: Cast) -> RegisterJob:
    """A register from elsewhere in which one of everything is wrong."""
    upload = SimpleUploadedFile("登记册.xlsx", register(2 * len(PLANTED), len(PLANTED))[0])
    return start_import(upload=upload, token=new_token(), rights=people.rights("petition"))


@pytest.mark.parametrize(
    ("pages", "language", "device"),
    [
        pytest.param(STRANGERS, "zh-hans", PHONE, id="a stranger's pages"),
        pytest.param(EVERYBODY, "zh-hans", PHONE, id="Chinese on a phone", marks=pytest.mark.long),
        pytest.param(EVERYBODY, "en", DESKTOP, id="English on a desktop", marks=pytest.mark.long),
    ],
)
def test_axe_finds_no_fault(
    chromium: Chromium,
    live_server: LiveServer,
    people: Cast,
    pages: dict[str, list[str]],
    language: str,
    device: dict[str, Any],
) -> None:
    things = belongings(people)
    names = {
        "east": things["/ledger/{number}/"]["of East"]["number"],
        "west": things["/ledger/{number}/"]["of West"]["number"],
        "petition": things["/petitions/{number}/"]["of East"]["number"],
        "document": things["/documents/{pk}/"]["of East"]["pk"],
        "draft": things["/documents/{pk}/"]["of West"]["pk"],
        "reviewed": a_reviewed_point(people.safety, people).pk,
        "unit": things["/contactpoints/units/{pk}/"]["of East"]["pk"],
        "point": things["/contactpoints/{pk}/"]["of East"]["pk"],
        "plan": things["/fieldvisits/plan/{pk}/"]["of East"]["pk"],
        "visit": things["/fieldvisits/{pk}/minutes/"]["of East"]["pk"],
        "unwritten": VisitFactory(unit=people.quay, author=people.cadre).pk,
        "answer": things["/petitions/answers/{pk}/"]["for everybody"]["pk"],
        "sponsored": things["/petitions/sponsored/{pk}/"]["the leader's"]["pk"],
        "reception": things["/petitions/receptions/{pk}/"]["the leader's"]["pk"],
        "slot": things["/petitions/receptions/slots/{pk}/"]["of East"]["pk"],
        "hold": things["/holds/{pk}/"]["of East"]["pk"],
        "written": things["/petitions/register/jobs/{pk}/"]["of the petition officer"]["pk"],
        "checked": a_checked_register(people).pk,
    }
    found: list[str] = []
    for person, paths in pages.items():
        asked = [path.format(**names) for path in paths]
        found += chromium.run(look, live_server.url, person, asked, language=language, device=device)
    assert not found, "\n".join(found)
