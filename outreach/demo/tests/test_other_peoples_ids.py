"""The key of somebody else's row, wherever it is put: the same answer as for a key that nothing has."""

import difflib
import logging
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from outreach.accounts.models import User
from outreach.attachments.pending import token_for
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.demo.tests import access
from outreach.demo.tests.belongings import belongings
from outreach.ledger.factories import a_paper, brought_to, noted
from outreach.ledger.forms.handling import EVIDENCE
from outreach.ledger.models import Measure, SavedView, SupportRequest
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.models import Notice
from petitions.factories import accepted, hand_in, make_petition
from petitions.models import PetitionFile
from policy.factories import a_session
from policy.models import QuestionOutcome
from policy.workflow import QuestionDraft
from surveys.factories import a_record
from surveys.workflow import FindingDraft

pytestmark = pytest.mark.django_db
NO_KEY = 999_999_999
NO_NUMBER = "QT-1999-999999"
_OWN = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|name="(token|client_uuid)" value="[^"]*"|\?next=[^"]*|data-ticket="[^"]*"'
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass
class Try:
    """``key`` as ``theirs`` and as one that nothing has, in the address or in the form at it."""

    name: str
    url: str
    theirs: Any
    missing: Any
    key: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    method: str = "POST"


def sent(client: Client, one: Try, value: Any) -> tuple[int, str, str]:
    """Status, where to, and the page without what is made anew for each answer and without the keys themselves."""
    data = {**one.data, **({one.key: value} if one.key else {})}
    response: HttpResponse = getattr(client, one.method.lower())(one.url.format(value), data)
    text = _OWN.sub("", response.content.decode())
    for key in (one.theirs, one.missing):
        text = re.sub(rf"(?<![\w.-]){re.escape(str(key))}(?![\w.-])", "§", text)
    return response.status_code, response.headers.get("Location", ""), text


def apart(theirs: tuple[int, str, str], missing: tuple[int, str, str]) -> list[str]:
    """Where two answers differ, in lines."""
    lines = difflib.unified_diff(theirs[2].splitlines(), missing[2].splitlines(), lineterm="", n=0)
    return [*map(str, theirs[:2]), *map(str, missing[:2]), *list(lines)[2:8]]


@pytest.fixture
def eastern(cast: Cast) -> User:
    """Ledger and petition officer, but of East only; nothing of West is theirs."""
    person = User.objects.create(username="eastern", full_name="东区台账员", email="eastern@port.example")
    since = clock.today().replace(year=2020, day=1)
    for role in (Role.LEDGER_OFFICER, Role.PETITION_OFFICER, Role.CADRE, Role.HANDLER):
        Posting.objects.create(user=person, unit=cast.east, role=role, since=since)
    cast.people["eastern"] = person
    return person


def in_the_ledger(cast: Cast) -> list[Try]:
    west = noted(cast, "西港仓库照明不足", by="ledger", unit=cast.west)
    pending, busy = brought_to(cast, State.PENDING), brought_to(cast, State.IN_PROGRESS, "吊具磨损")
    foreign = Measure.objects.create(issue=west, text="换灯", planned_on=clock.today())
    other = SupportRequest.objects.create(issue=west, kind="funding", text="换灯的钱")
    view = SavedView.objects.create(user=cast.ledger, name="本周到期", query="view=due")
    notice = Notice.objects.create(user=cast.handler, issue=busy, kind="assigned", key="assigned:1")
    paper = a_paper()
    paper.uploaded_by = cast.outsider
    paper.save(update_fields=["uploaded_by"])
    mark, step = token_for(paper, purpose=EVIDENCE), busy.get_absolute_url()
    version = {"version": busy.version}
    return [
        Try("eastern", "/ledger/bulk/", f"{west.number}:0", f"{NO_NUMBER}:0", "i", {"act": "close"}),
        Try("eastern", f"{pending.get_absolute_url()}merge/", west.number, NO_NUMBER, "into", {"version": 1}),
        Try("eastern", "/ledger/board/move/", west.number, NO_NUMBER, "issue", {"to": State.OPEN}, "GET"),
        Try("handler", f"{step}complete_measure/", foreign.pk, NO_KEY, "measure", version),
        Try("handler", f"{step}confirm_support/", other.pk, NO_KEY, "support", version),
        Try("handler", f"{step}add_evidence/", mark, f"{mark}x", "attachments-kept", {"stage": "after", **version}),
        Try("eastern", "/ledger/new/", cast.west.pk, NO_KEY, "unit", {"title": "甲", "token": str(uuid.uuid4())}),
        Try("cadre", "/ledger/views/{}/delete/", view.pk, NO_KEY),
        Try("cadre", "/notices/{}/", notice.pk, NO_KEY, method="GET"),
        Try("handler", "/ledger/{}/", west.number, NO_NUMBER, method="GET"),
    ]


def in_the_channels(cast: Cast) -> list[Try]:
    west = noted(cast, "西港备件报缺到领用太慢", by="ledger", unit=cast.west)
    noted(cast, "备件报缺到领用平均 23 天")
    record = a_record(cast, FindingDraft("备件报缺到领用平均 23 天"))
    session = a_session(cast, QuestionDraft("备件报缺到领用要几天", outcome=QuestionOutcome.TO_LEDGER))
    point = ContactPointFactory(unit=cast.west, leader=cast.leader.cadre)
    ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    petition = accepted(cast)
    join = (f"join-{west.pk}", f"join-{NO_KEY}")
    finding = record.findings.get().get_absolute_url()
    question = session.questions.get().get_absolute_url()
    step = f"{petition.get_absolute_url()}join/"
    return [
        Try("cadre", finding, *join, "decision"),
        Try("cadre", question, *join, "decision"),
        Try("eastern", step, west.number, NO_NUMBER, "issue", {"version": petition.version}),
        Try("cadre", "/fieldvisits/new/", cast.west.pk, NO_KEY, "unit"),
        Try("cadre", "/fieldvisits/similar/", cast.west.pk, NO_KEY, "unit", {"what": "备件"}, "GET"),
        Try("eastern", "/fieldvisits/plan/", point.pk, NO_KEY, "contact_point", {"planned_on": "2026-12-24"}),
        Try("eastern", "/contactpoints/new/", cast.west.pk, NO_KEY, "unit"),
        Try("cadre", "/surveys/new/", cast.west.pk, NO_KEY, "lead_unit", {"token": str(uuid.uuid4())}),
        Try("cadre", "/policy/sessions/new/", cast.west.pk, NO_KEY, "unit", {"token": str(uuid.uuid4())}),
        Try("cadre", "/policy/sessions/", cast.west.pk, NO_KEY, "unit", method="GET"),
        Try("cadre", "/surveys/", cast.west.pk, NO_KEY, "unit", method="GET"),
    ]


@pytest.mark.long
@pytest.mark.usefixtures("eastern")
@pytest.mark.parametrize("room", [in_the_ledger, in_the_channels])
def test_a_key_in_a_body_or_a_query_says_nothing_of_rows_out_of_sight(cast: Cast, room: Any) -> None:
    told, statuses = [], Counter[int]()
    for one in room(cast):
        client = access.Caller(cast, one.name).client
        theirs, missing = sent(client, one, one.theirs), sent(client, one, one.missing)
        statuses[theirs[0]] += 1
        if theirs != missing:
            told.append(f"{one.name} {one.url} {one.key}: {apart(theirs, missing)}")
    assert not told, "\n".join(told)
    assert not set(statuses) - {200, 302, 400, 404}, "each try must come as far as the key is looked up"


@pytest.mark.long
def test_no_verb_is_taken_on_a_row_out_of_sight(cast: Cast) -> None:
    """POST as well as GET, at every address with a key: "not found", and the same for every reason."""
    cases = access.every_case(belongings(cast))
    several = {door for door, number in Counter(case.door for case in cases).items() if number > 1}
    for name in ("outsider", "cadre"):
        caller = access.Caller(cast, name)
        pages: dict[str, dict[str, str]] = {}
        for case in (case for case in cases if case.door in several):
            response = caller.ask("POST", case.url, {"version": 0, "confirm": "1"})
            if isinstance(response, HttpResponse) and response.status_code == 404:
                text = _OWN.sub("", response.content.decode()).replace(case.url, "")
                pages.setdefault(case.door, {})[re.sub(r'value="/[^"]*"', "", text)] = case.words
        assert [list(words.values()) for words in pages.values() if len(words) > 1] == [], name
        assert pages


def test_a_file_of_another_matter_is_not_found_by_whoever_knows_one_code(client: Client, cast: Cast) -> None:
    other = PetitionFile.objects.create(petition=make_petition(cast.quay), attachment=a_paper()).attachment.pk
    code = hand_in(client)
    client.post("/petitions/track/", {"code": code})
    one = Try("", "/petitions/track/files/{}/", other, uuid.UUID(int=7), method="GET")
    assert sent(client, one, one.theirs) == sent(client, one, one.missing)
    assert sent(client, one, one.theirs)[0] == 404


@pytest.mark.long
@pytest.mark.parametrize("name", ["outsider", "handler", "nobody"])
def test_no_row_of_another_unit_is_left_in_a_list_by_a_crafted_query(cast: Cast, name: str) -> None:
    mine = {"outsider": cast.west, "handler": cast.east, "nobody": cast.safety}[name]
    other = cast.quay if name == "outsider" else cast.west
    theirs = noted(cast, "别的单位的事项标题", by="ledger", unit=other)
    client = access.Caller(cast, name).client
    for query in (f"unit={other.pk}", f"lead_unit={other.pk}", f"q={theirs.number}", "view=all", "state=draft"):
        assert theirs.title not in client.get(f"/ledger/?{query}").content.decode(), (name, query, mine)
