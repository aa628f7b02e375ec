"""Petitions for tests, made through the form, intake and the workflow; nothing here writes a state."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from django.test import Client

from outreach.common import clock
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import a_paper
from outreach.ledger.intake import Finding
from outreach.ledger.models import Issue
from outreach.ledger.workflow import Assignment
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import drafts, workflow
from petitions.contacts import Contact
from petitions.intake import Matter, submit
from petitions.models import Petition, ReceptionDay
from petitions.states import Kind
from petitions.statute import Handover, Outcome
from petitions.workflow.receptions import Hours, plan_day

CONTACT = Contact("陈志远", "138 0013 0021", "港前路 6 号 302 室")
MATTER: dict[str, Any] = {
    "kind": Kind.APPEAL,
    "title": "9、10 月夜班补贴少算，要求补发",
    "facts": "9 月上了 11 个夜班，工资条只算了 8 个。",
    "request": "补发差额",
}
#: The form as a browser sends it, step by step.
STEPS: dict[str, dict[str, str]] = {
    "/petitions/new/": {"kind": "appeal"},
    "/petitions/new/matter/": {
        "title": str(MATTER["title"]),
        "facts": str(MATTER["facts"]),
        "names": "",
        "request": str(MATTER["request"]),
        "unit_name": "固机车间",
        "place": "二号门机",
        "people_count": "3",
    },
    "/petitions/new/contact/": {
        "naming": "real",
        "name": "陈志远",
        "phone": "138 0013 0021",
        "address": "",
        "mailbox": "",
    },
}


def fill_in(client: Client, **changes: str) -> str:
    """Walk through the steps up to the review; returns what the page of the review carries."""
    page: Any = client.get("/petitions/new/")
    for url, fields in STEPS.items():
        sent = {name: changes.get(name, value) for name, value in fields.items()}
        page = client.post(url, {"token": page.context["token"], **sent}, follow=True)
        assert page.redirect_chain, page.context["form"].errors
    return str(page.context["token"])


def hand_in(client: Client, **changes: str) -> str:
    """The whole public form; returns the tracking code from the receipt."""
    token = fill_in(client, **changes)
    response = client.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    return str(response.context["code"])


def make_petition(unit: OrgUnit, contact: Contact = CONTACT, **changes: Any) -> Petition:
    """A petition that has just come in."""
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    matter = Matter(**{**MATTER, "unit": unit, "is_anonymous": contact.is_empty, **changes})
    return submit(token=token, matter=matter, contact=contact, rights=Rights.system()).petition


def classified(cast: Cast, *, is_simple: bool = False, **changes: Any) -> Petition:
    """Its kind confirmed, and nothing told yet."""
    petition = make_petition(cast.quay, **changes)
    return workflow.classify(
        petition=petition, kind=petition.kind, unit=petition.unit, is_simple=is_simple, rights=cast.rights("petition")
    )


def accepted(cast: Cast, **changes: Any) -> Petition:
    """Classified and accepted."""
    return workflow.accept(petition=classified(cast, **changes), rights=cast.rights("petition"))


#: What an opinion says.
REPLY = workflow.Reply(
    "补发少算的夜班补贴", "核对出车单，9 月少算三个班", "补发三个夜班的补贴", "《夜班津贴办法》第五条", Outcome.SUPPORT
)


def replied(cast: Cast, petition: Petition, unit: OrgUnit | None = None) -> Petition:
    """With a handling opinion in the name of ``unit``, in the petitioner's hands today."""
    rights = cast.rights("petition")
    said = replace(REPLY, opinion=petition.issue.result) if petition.issue else REPLY
    petition = workflow.issue_opinion(petition=petition, reply=said, unit=unit or petition.unit, rights=rights)
    receipt = workflow.Receipt(Handover.IN_PERSON, clock.today())
    return workflow.deliver(petition=petition, receipt=receipt, rights=rights)


def handed_over(cast: Cast, **changes: Any) -> Petition:
    """In the ledger, as a new item."""
    petition = accepted(cast, **changes)
    return workflow.hand_over(petition=petition, finding=finding_of(petition), rights=cast.rights("petition"))


def reception_day(cast: Cast, in_days: int = 7, **changes: Any) -> ReceptionDay:
    """An hour of the leader, the petition office's doing."""
    hours = {"starts_at": time(9), "ends_at": time(10), "place": "信访接待室", **changes}
    planned = Hours(planned_on=clock.today() + timedelta(days=in_days), **hours)
    return plan_day(cadre=cast.leader.cadre, hours=planned, rights=cast.rights("petition"))


def finding_of(petition: Petition) -> Finding:
    return Finding("petition", petition.title, petition.facts, petition.unit, raised_by="信访人")


def work_on(cast: Cast, petition: Petition) -> Petition:
    """Let the ledger bring the petition's item up to the raiser's word; an appeal gets its opinion."""
    issue = petition.issue
    assert issue is not None
    ledger.enter(issue=issue, rights=cast.rights("ledger"))
    assignment = Assignment(cast.east, cast.handler, cast.safety, 10)
    ledger.assign(issue=issue, assignment=assignment, rights=cast.rights("ledger"))
    handler = cast.rights("handler")
    ledger.sign_for(issue=issue, rights=handler)
    ledger.write_cause(issue=issue, cause="打卡规则按日历日切分", rights=handler)
    measure = ledger.add_measure(issue=issue, text="按出车单重算", planned_on=clock.today(), rights=handler)
    ledger.complete_measure(issue=issue, measure=measure, rights=handler)
    ledger.add_evidence(issue=issue, attachments=[a_paper()], rights=handler)
    ledger.submit(issue=issue, result="差额已随 12 月工资补发", rights=handler)
    ledger.check_pass(issue=issue, rights=cast.rights("head"))
    ledger.accept_result(issue=issue, rights=cast.rights("acceptor"))
    workflow.follow(issue=Issue.objects.get(pk=issue.pk))  # what the receiver does after the commit
    done = Petition.objects.get(pk=petition.pk)
    return replied(cast, done) if done.result_at else done
