"""Whatever is stored as text stays text: on pages, in the administration, in pieces of pages, mails and exports."""

import csv
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.test import Client

from outreach.attachments.models import Attachment
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.demo.tests import access
from outreach.demo.tests.access import ANONYMOUS, Case
from outreach.demo.tests.asking import answers
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.scripts import MARK, STRINGS, Filled, alive, texts, widen
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.testing import Cast, open_every_door
from outreach.reminders.delivery import dispatch
from outreach.reminders.models import Delivery, DeliveryState
from outreach.reminders.planning import plan
from petitions.factories import hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded, pytest.mark.long]
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", '=HYPERLINK("//xq7")', "=cmd|'/C calc'!A0", "＝1+1", "{=1+1}")
#: How often the strings are put in anew, each time beginning with another one.
TURNS = 4
BREAKS = ("甲\r\nBcc: x@evil.example", "甲\nSubject: x", "甲\rX-Mark: 1", "甲\x00乙", "甲\u2028乙", "甲\x85乙")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """One case of every page, and in the administration lists and rows."""
    open_every_door(cast)
    found = {case.door: case for case in reversed(access.every_case(belongings(cast)))}.values()
    return [case for case in found if "nowhere" not in case.url and "/password/" not in case.url]


def came_alive(cast: Cast, cases: list[Case], names: dict[str, bool]) -> list[str]:
    """Look at every page as some people; the bool says whether at the administration or at the rest."""
    found, marked = [], 0
    for name, is_admin in names.items():
        asked = [case for case in cases if case.url.startswith("/admin/") == is_admin]
        for answer in answers(cast, asked, (name,)):
            if answer.is_page:
                marked += MARK in answer.text
                found += [f"{answer.words}: {one}" for one in alive(answer.text)]
            elif answer.response.headers.get("Content-Type") == "application/json":
                json.loads(answer.text)
    assert marked > 5, "the strings must be seen on the pages at all"
    return found


CARELESS = ("<p>{}</p>", '<p title="{}">', "<p title='{}'>", '<a href="{}">')


def test_there_are_sixty_strings_and_a_careless_page_would_bring_them_to_life() -> None:
    harmless = [one for one in STRINGS if not any(list(alive(page.format(one))) for page in CARELESS)]
    assert len(set(STRINGS)) == 60
    # For pages that strip tags, for older browsers, and for templates that are filled in twice.
    assert len(harmless) < 6


def test_no_text_comes_alive(cast: Cast, cases: list[Case]) -> None:
    """The round of a few seconds; every string in every column is the long one below."""
    for column in texts():
        column.fill()
    few = [case for place, case in enumerate(cases) if place % 4 == 0 or not case.url.startswith("/admin/")]
    assert came_alive(cast, few, {ANONYMOUS: False, "petition": False, "admin": True}) == []


@pytest.mark.proof
def test_no_text_comes_alive_whichever_stands_in_whichever_column(cast: Cast, cases: list[Case]) -> None:
    """All sixty in each column at once, for everybody who looks; where a page cuts short, its beginning changes."""
    columns = texts()
    widen(columns)
    for turn in range(TURNS):
        for column in columns:
            column.seen += turn * len(STRINGS) // TURNS
            column.fill()
            assert all(one in column.held() for one in STRINGS), column
        assert came_alive(cast, cases, {"petition": False, "cadre": False, "admin": True}) == []


def test_what_a_stranger_types_stays_text_up_to_the_receipt(client: Client, cast: Cast) -> None:
    for one in STRINGS[::6]:
        hand_in(client, title=one, facts=one, request=one, place=one, name=one)
        for url in ("/petitions/receipt/", "/petitions/new/review/", "/petitions/track/"):
            assert list(alive(client.get(url).content.decode())) == []


def test_what_an_address_holds_stays_text(client: Client, cast: Cast) -> None:
    issue = brought_to(cast, State.PENDING)
    client.force_login(cast.ledger)
    lists = ("/ledger/", "/ledger/board/", "/petitions/", "/policy/", "/surveys/", "/fieldvisits/", "/contactpoints/")
    pages = (*lists, issue.get_absolute_url(), f"{issue.get_absolute_url()}merge/", "/ledger/views/", "/nowhere/")
    asked = ("q", "view", "from", "source", "sort", "into")
    for number in range(0, len(STRINGS), len(asked)):
        query = dict(zip(asked, STRINGS[number:], strict=False))
        for url in pages[number // len(asked) % 2 :: 2]:
            assert list(alive(client.get(url, query).content.decode())) == [], (url, query)


def workbook_of(client: Client, url: str = "/ledger/export.xlsx?view=all") -> tuple[list[Any], str]:
    """The cells of an export, and everything its file is written with."""
    content = client.get(url).getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))
    return [cell for row in sheet.iter_rows() for cell in row], written


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_an_export_computes_or_links(client: Client, cast: Cast, formula: str) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    issue.__class__.objects.update(title=formula, cause=formula, result=formula, place=formula, raised_by=formula)
    cast.east.__class__.objects.filter(pk=cast.east.pk).update(name=formula)
    client.force_login(cast.ledger)
    assert_still(*workbook_of(client), formula)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_file_of_the_log_computes_or_links(client: Client, cast: Cast, formula: str) -> None:
    cast.handler.full_name = formula
    record(action="ledger.exported", actor=cast.handler, obj=cast.handler, detail={"filter": formula})
    client.force_login(cast.auditor)
    assert_still(*workbook_of(client, "/audit/export.xlsx"), formula)
    told = client.get("/audit/export.csv").getvalue().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(told)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert any(cell.lstrip("'").strip().startswith(formula.strip()) for cell in cells)


def assert_still(cells: list[Any], written: str, formula: str) -> None:
    """Text and nothing else, and the formula is among it."""
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {cell.value for cell in cells if cell.data_type == "n"} <= {None}, "only empty cells are not text"
    assert not any(cell.hyperlink for cell in cells)
    assert "<f>" not in written
    assert "<hyperlink " not in written
    assert any(str(cell.value).strip().startswith(formula.strip()) for cell in cells)


def test_an_export_survives_what_was_stored_by_other_hands(client: Client, cast: Cast) -> None:
    brought_to(cast, State.IN_PROGRESS)
    client.force_login(cast.ledger)
    for text in ("甲\x0b乙", "甲\x1b[31m", "\ufffe", "字" * 40_000, "_x000D_"):
        Issue.objects.update(cause=text)
        assert workbook_of(client)[0]


def test_no_text_starts_a_header_of_a_mail(cast: Cast) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    for text in BREAKS:
        if "\x00" in text:
            continue
        Issue.objects.update(title=text, description=text)
        cast.handler.__class__.objects.filter(pk=cast.handler.pk).update(full_name=text)
        cast.east.__class__.objects.filter(pk=cast.east.pk).update(name=text)
        with clock.travel_to(clock.now() + timedelta(days=400)):
            plan()
            dispatch()
    assert mail.outbox
    for sent in (one.message() for one in mail.outbox):
        assert {"Bcc", "X-Mark"} & set(sent.keys()) == set()
        assert sent.get_content_type() == "text/plain"
        assert issue.title not in sent.as_string()
        assert len(sent.get_all("Subject", [])) == 1


def test_an_address_that_would_write_headers_gets_no_mail_and_holds_up_nobody(cast: Cast) -> None:
    brought_to(cast, State.IN_PROGRESS)
    cast.handler.__class__.objects.filter(pk=cast.handler.pk).update(email="x@port.example\nBcc: y@evil.example")
    with clock.travel_to(clock.now() + timedelta(days=400)):
        plan()
        dispatch()
    assert not [one for one in mail.outbox if "evil" in one.message().as_string()]
    states = dict(Delivery.objects.values_list("recipient__username", "state"))
    assert states.pop("handler") == DeliveryState.DEAD
    assert set(states.values()) == {DeliveryState.SENT}


@pytest.mark.parametrize(
    "text", [*BREAKS, 'a".txt; filename="evil.html', "..\\..\\evil.html", "\u202egpj.exe", "字" * 200]
)
def test_no_file_name_starts_a_header(client: Client, cast: Cast, text: str) -> None:
    issue = brought_to(cast, State.SUBMITTED)
    evidence = issue.evidence.first()
    assert evidence is not None
    if "\x00" not in text:
        Attachment.objects.update(original_name=text)
    client.force_login(cast.handler)
    response = client.get(f"{issue.get_absolute_url()}evidence/{evidence.pk}/")
    response.getvalue()
    told = Message()
    told["Content-Disposition"] = response.headers["Content-Disposition"]
    assert (response.status_code, told.get_content_disposition()) == (200, "attachment")
    assert not any("\n" in value or "\r" in value for _name, value in response.items())
    assert [name for name, _value in told.get_params(header="Content-Disposition") or []] == ["attachment", "filename"]


def test_a_column_walks_through_all_strings() -> None:
    column, held = Filled(Issue, "title", 80), 0
    while column.seen < len(STRINGS):
        before = column.seen
        column.fill()
        held += column.seen - before
    assert held >= len(STRINGS)
