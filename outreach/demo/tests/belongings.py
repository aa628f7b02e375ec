"""One thing of every kind, in East and in West: what the addresses with parameters lead to."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from fieldvisits.factories import VisitFactory, VisitFindingFactory, VisitPlanFactory, circulated
from fieldvisits.models import PeakPeriod, VisitPhoto
from fieldvisits.workflow.feeding import make_feed
from fieldvisits.workflow.minutes import object_to_minutes
from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.once import new_token
from outreach.contactpoints.factories import ContactPointFactory
from outreach.demo.pictures import draw
from outreach.demo.tests.pointing import points_and_conditions
from outreach.documents.kinds import kinds as document_kinds
from outreach.documents.workflow import draft_document, issue
from outreach.ledger.factories import a_paper, brought_to, noted
from outreach.ledger.models import Evidence, Issue, SavedView
from outreach.ledger.states import State
from outreach.org.confirming import ask_factor
from outreach.org.models import Cadre
from outreach.org.testing import Cast
from outreach.reminders.models import Delivery, Heartbeat, Notice, Reminder, ReminderRule
from outreach.retention.kinds import kinds as kept_kinds
from outreach.retention.models import LegalHold
from outreach.retention.workflow import place_hold
from petitions import workflow
from petitions.factories import REPLY, accepted, handed_over, make_petition, reception_day
from petitions.models import Petition, PetitionFile, Phrase
from petitions.register.jobs import start_export
from petitions.states import Kind
from petitions.statute import Handover
from petitions.workflow.phrasing import keep_phrase
from petitions.workflow.publishing import Text, publish_answer, write_answer
from petitions.workflow.receptions import book
from petitions.workflow.revealing import ask_reveal, grant_reveal
from petitions.workflow.sponsoring import Plan, take_on
from policy.factories import a_document, a_session
from policy.models import QuestionOutcome
from policy.workflow import QuestionDraft
from surveys.factories import a_record, an_investigation
from surveys.models import RecordFile
from surveys.workflow import FindingDraft

#: Door → what stands behind it, in words → the parameters that lead there.
Cases = dict[str, dict[str, dict[str, Any]]]
NOWHERE = "that does not exist"


def belongings(cast: Cast) -> Cases:
    """Make everything, and say how to address it."""
    cases = {**_ledger(cast), **_petitions(cast), **_visits(cast), **_surveys(cast), **_policy(cast)}
    issue = Issue.objects.filter(lead_unit=cast.east).first()
    assert issue is not None
    cases |= _notices(cast, issue)
    cases |= _admin(cast)
    cases |= numbered("/org/people/{pk}/leave/", {"the cadre": cast.cadre.pk})
    asked = ask_factor(user=cast.discipline, rights=cast.rights("security"))
    cases |= numbered("/org/confirmations/{pk}/", {"a new factor of the inspector": asked.pk})
    cases |= numbered("/org/postings/{pk}/end/", {"the cadre's": cast.cadre.postings.get().pk})
    return cases


def numbered(door: str, cases: dict[str, Any]) -> Cases:
    """Cases of a door with a primary key, and a key that nothing has."""
    return {door: {words: {"pk": pk} for words, pk in {**cases, NOWHERE: 999_999_999}.items()}}


def _ledger(cast: Cast) -> Cases:
    east = brought_to(cast, State.SUBMITTED)
    west = noted(cast, "西港仓库照明不足", by="ledger", unit=cast.west)
    draft = noted(cast, "更衣柜不够用")
    brought_to(cast, State.CLOSED, "配电箱门损坏", is_major=True)  # and so drawn for a look-back
    evidence = Evidence.objects.get(issue=east)
    view = SavedView.objects.create(user=cast.ledger, name="本周到期", query="view=due")
    items = {"of East": east.number, "of West": west.number, "a draft": draft.number, NOWHERE: "QT-1999-000001"}
    papers = {
        "of East": {"number": east.number, "pk": evidence.pk},
        "under a wrong number": {"number": west.number, "pk": evidence.pk},
    }
    steps = {f"enter, {words}": {"number": number, "step": "enter"} for words, number in items.items()}
    steps |= {f"{step}, of East": {"number": east.number, "step": step} for step in ("check_pass", "nonsense")}
    return {
        "/ledger/{number}/": {words: {"number": number} for words, number in items.items()},
        "/ledger/{number}/related/": {words: {"number": number} for words, number in items.items()},
        "/ledger/{number}/evidence/{pk}/": papers,
        "/ledger/{number}/evidence/{pk}/thumbnail/": papers,
        "/ledger/{number}/{step}/": steps,
        **numbered("/ledger/views/{pk}/delete/", {"of the ledger officer": view.pk}),
    }


def _petitions(cast: Cast) -> Cases:
    made = {
        "of East": make_petition(cast.quay),
        "of West": make_petition(cast.west),
        "a sealed accusation": make_petition(cast.quay, kind=Kind.ACCUSATION),
    }
    holds = {words: _hold_on(cast, one) for words, one in made.items()}
    files = {words: _paper_of(petition) for words, petition in made.items()}
    steps = {f"classify, {words}": {"number": one.number, "step": "classify"} for words, one in made.items()}
    steps["nonsense, of East"] = {"number": made["of East"].number, "step": "nonsense"}
    return {
        "/petitions/{number}/": {
            **{words: {"number": petition.number} for words, petition in made.items()},
            NOWHERE: {"number": "XFJ-1999-000001"},
        },
        "/petitions/{number}/files/{pk}/": {
            **{words: {"number": made[words].number, "pk": pk} for words, pk in files.items()},
            "under a wrong number": {"number": made["of West"].number, "pk": files["of East"]},
            NOWHERE: {"number": made["of East"].number, "pk": uuid.UUID(int=7)},
        },
        "/petitions/{number}/{step}/": steps,
        **_answers(cast, made["of East"]),
        **numbered("/petitions/phrases/{pk}/drop/", {"the officer's": _phrase(cast).pk}),
        **_sponsored(cast, made["of East"]),
        "/petitions/{number}/sponsor/": {words: {"number": petition.number} for words, petition in made.items()},
        "/petitions/{number}/publish/": {words: {"number": petition.number} for words, petition in made.items()},
        **numbered("/holds/{pk}/", holds),
        "/petitions/track/files/{pk}/": {"without a code": {"pk": files["of East"]}},
        "/petitions/mails/{act}/{key}/": {"with a link of nobody's": {"act": "end", "key": "x.y"}},
        "/petitions/track/questions/{pk}/": {"without a code": {"pk": 7}},
        **_identities(cast, made),
        **_documents(cast, made),
        **_receptions(cast, made),
        **_registers(cast),
        **_proofs(cast, made),
    }


def _proofs(cast: Cast, made: dict[str, Petition]) -> Cases:
    """A paper that shows how an opinion reached the petitioner."""
    petition = workflow.issue_opinion(
        petition=accepted(cast), reply=REPLY, unit=cast.quay, rights=cast.rights("petition")
    )
    paper = a_paper("送达回执.txt")
    receipt = workflow.Receipt(Handover.IN_PERSON, clock.today(), [paper])
    workflow.deliver(petition=petition, receipt=receipt, rights=cast.rights("petition"))
    return {
        "/petitions/{number}/proofs/{pk}/": {
            "of East": {"number": petition.number, "pk": paper.pk},
            "under a wrong number": {"number": made["of West"].number, "pk": paper.pk},
            NOWHERE: {"number": petition.number, "pk": uuid.UUID(int=7)},
        }
    }


def _receptions(cast: Cast, made: dict[str, Petition]) -> Cases:
    """A reception day on which both petitioners come."""
    day = reception_day(cast)
    nine, later = list(day.places())[:2]
    slots = {
        "of East": book(petition=made["of East"], day=day, starts_at=nine).pk,
        "of West": book(petition=made["of West"], day=day, starts_at=later).pk,
    }
    return {
        **numbered("/petitions/receptions/{pk}/", {"the leader's": day.pk}),
        **numbered("/petitions/receptions/{pk}/substitute/", {"the leader's": day.pk}),
        **numbered("/petitions/receptions/{pk}/cancel/", {"the leader's": day.pk}),
        **numbered("/petitions/receptions/slots/{pk}/", slots),
    }


def _phrase(cast: Cast) -> Phrase:
    return keep_phrase(title="受理告知", text="你反映的事项已经受理。", rights=cast.rights("petition"))


def _sponsored(cast: Cast, petition: Petition) -> Cases:
    """A case that the leader took on."""
    plan = Plan("old", "先查记录，再当面答复。", clock.today() + timedelta(days=60))
    leader = Cadre.objects.get(user=cast.leader)
    case = take_on(petition=petition, sponsor=leader, plan=plan, rights=cast.rights("petition"))
    return {
        **numbered("/petitions/sponsored/{pk}/", {"the leader's": case.pk}),
        "/petitions/sponsored/{pk}/{act}/": {"the leader's, a note": {"pk": case.pk, "act": "write_note"}},
    }


def _answers(cast: Cast, petition: Petition) -> Cases:
    """One for everybody, and one that waits for somebody else to look at it."""
    Petition.objects.filter(pk=petition.pk).update(delivered_at=petition.received_at)
    text = Text("pay", "夜班补贴怎么算？", "按出车单计算。")
    there = write_answer(petition=petition, text=text, rights=cast.rights("petition"))
    publish_answer(answer=there, rights=cast.rights("leader"))
    waiting = write_answer(petition=petition, text=text, rights=cast.rights("petition"))
    rows = {"for everybody": there.pk, "being looked at": waiting.pk}
    decisions = {"being looked at, published": {"pk": waiting.pk, "step": "publish"}}
    return {
        **numbered("/petitions/answers/{pk}/", rows),
        **numbered("/petitions/answers/{pk}/desk/", rows),
        **numbered("/petitions/answers/{pk}/revise/", rows),
        "/petitions/answers/{pk}/{step}/": decisions,
    }


def _registers(cast: Cast) -> Cases:
    """A register that the petition officer had written."""
    made = start_export(query="", rows=0, token=new_token(), rights=cast.rights("petition"))
    cases = {"of the petition officer": {"pk": made.pk}, NOWHERE: {"pk": uuid.UUID(int=7)}}
    return {"/petitions/register/jobs/{pk}/": cases, "/petitions/register/jobs/{pk}/file.xlsx": cases}


def _hold_on(cast: Cast, petition: Petition) -> int:
    kind = kept_kinds.get("petitions.petition")
    assert kind is not None
    rights = cast.rights("discipline" if petition.is_sealed else "petition")
    return int(place_hold(kind=kind, row=petition, reason="劳动争议仲裁期间保留", rights=rights).pk)


def _identities(cast: Cast, made: dict[str, Petition]) -> Cases:
    """Requests to see who a petitioner is, one agreed to and one not yet, and the task sheet of a unit."""
    asking = {words: cast.rights("discipline" if one.is_sealed else "petition") for words, one in made.items()}
    reveals = {
        words: ask_reveal(petition=one, parts=["name"], reason="要当面送达处理意见书", rights=asking[words])
        for words, one in made.items()
    }
    grant_reveal(reveal=reveals["of East"], rights=cast.rights("leader"))
    asked = {words: {"number": made[words].number, "pk": one.pk} for words, one in reveals.items()}
    asked["under a wrong number"] = {"number": made["of West"].number, "pk": reveals["of East"].pk}
    decided = {
        f"{words}, {step}": {**one, "decision": step} for words, one in asked.items() for step in ("grant", "no")
    }
    sheet = handed_over(cast).issue
    assert sheet is not None
    return {
        "/petitions/{number}/identity/": {words: {"number": one.number} for words, one in made.items()},
        "/petitions/{number}/identity/{pk}/": asked,
        "/petitions/{number}/identity/{pk}/export/": asked,
        "/petitions/{number}/identity/{pk}/correct/": asked,
        "/petitions/{number}/identity/{pk}/{decision}/": decided,
        "/petitions/sheets/{number}/": {"of East": {"number": sheet.number}, NOWHERE: {"number": "QT-1999-000001"}},
        "/petitions/sheets/{number}/documents/{pk}/{file_format}/": {
            NOWHERE: {"number": sheet.number, "pk": uuid.UUID(int=7), "file_format": "docx"}
        },
        "/petitions/sheets/{number}/files/{pk}/": {NOWHERE: {"number": sheet.number, "pk": uuid.UUID(int=7)}},
    }


def _documents(cast: Cast, made: dict[str, Petition]) -> Cases:
    """A receipt of each petition, that of West not issued yet, and the templates."""
    kind = document_kinds.get("petition.receipt")
    assert kind is not None
    found = {}
    for words, petition in made.items():
        rights = cast.rights("discipline" if petition.is_sealed else "petition")
        found[words] = draft_document(
            kind=kind, about=petition, values=kind.fill(petition), token=new_token(), rights=rights
        )
        if words != "of West":
            issue(document=found[words], rights=rights)
    one = {words: {"pk": document.pk} for words, document in found.items()} | {NOWHERE: {"pk": uuid.UUID(int=7)}}
    steps = {f"{words}, {step}": {**key, "step": step} for words, key in one.items() for step in ("issue", "nonsense")}
    files = {f"{words}, {end}": {**key, "file_format": end} for words, key in one.items() for end in ("docx", "x")}
    template: dict[str, Any] = {"kind": kind.key, "version": 0}
    return {
        "/documents/{pk}/": one,
        "/documents/{pk}/edit/": one,
        "/documents/{pk}/{step}/": steps,
        "/documents/{pk}/file.{file_format}": files,
        "/documents/new/{kind}/{record_id}/": {
            words: {"kind": kind.key, "record_id": petition.pk} for words, petition in made.items()
        },
        "/documents/templates/{kind}/": {"receipt": {"kind": kind.key}, NOWHERE: {"kind": "nothing"}},
        "/documents/templates/{kind}/{version}/activate/": {"the portal's": template},
        "/documents/templates/{kind}/{version}/{what}": {"the portal's": {**template, "what": "template.docx"}},
        "/petitions/track/documents/{pk}/{file_format}/": {
            "without a code": {"pk": found["of East"].pk, "file_format": "docx"}
        },
    }


def _paper_of(petition: Petition) -> uuid.UUID:
    return PetitionFile.objects.create(petition=petition, attachment=a_paper()).attachment.pk


def _visits(cast: Cast) -> Cases:
    found, photos, plans, points, objections = {}, {}, {}, {}, {}
    for words, unit, author in (("of East", cast.quay, cast.cadre), ("of West", cast.west, cast.outsider)):
        finding = VisitFindingFactory(visit=VisitFactory(unit=unit, author=author))
        found[words] = finding.visit.pk
        photos[words] = VisitPhoto.objects.create(finding=finding, attachment=draw("更衣室", seed=3, is_after=False)).pk
        points[words] = ContactPointFactory(unit=unit, leader=cast.leader.cadre).pk
        plans[words] = VisitPlanFactory(contact_point_id=points[words], planned_by=cast.ledger).pk
        minutes = circulated(finding.visit, cast.ledger)
        asked = object_to_minutes(minutes=minutes, what="数量不对", rights=cast.rights("ledger"))
        objections[words] = {"pk": finding.visit.pk, "objection_pk": asked.pk}
    PeakPeriod.objects.create(unit=cast.east, first=clock.today(), last=clock.today(), why="月度结算")
    objections[NOWHERE] = {"pk": 999_999_999, "objection_pk": 999_999_999}
    steps = {
        f"{words}, taken back": {"pk": pk, "name": "take_back"} for words, pk in {**found, NOWHERE: 999_999_999}.items()
    }
    return {
        **{f"/fieldvisits/{{pk}}/minutes/{tail}": numbered("", found)[""] for tail in ("", "edit/", "objections/")},
        "/fieldvisits/{pk}/minutes/objections/{objection_pk}/": objections,
        "/fieldvisits/{pk}/minutes/{name}/": steps,
        **numbered("/fieldvisits/{pk}/", found),
        **numbered("/fieldvisits/{pk}/visit.docx", found),
        **numbered("/fieldvisits/photos/{pk}/", photos),
        **numbered("/fieldvisits/plan/{pk}/", plans),
        "/fieldvisits/plan/{pk}/{name}/": {
            f"{words}, called off": {"pk": pk, "name": "cancel"}
            for words, pk in {**plans, NOWHERE: 999_999_999}.items()
        },
        "/fieldvisits/calendar/{secret}.ics": {
            "of the leader": {"secret": make_feed(rights=cast.rights("leader"))},
            NOWHERE: {"secret": "A" * 43},
        },
        **{door: numbered(door, rows)[door] for door, rows in points_and_conditions(cast, points).items()},
    }


def _surveys(cast: Cast) -> Cases:
    found: dict[str, dict[str, Any]] = {"investigation": {}, "finding": {}, "file": {}}
    for words, unit, by in (("of East", cast.quay, "cadre"), ("of West", cast.west, "outsider")):
        asked = an_investigation(cast, by=by, lead_unit=unit)
        written = a_record(cast, FindingDraft("备件报缺到领用平均 23 天"), investigation=asked, by=by, unit=unit)
        found["investigation"][words] = asked.pk
        found["finding"][words] = written.findings.get().pk
        found["file"][words] = RecordFile.objects.create(record=written, attachment=a_paper()).pk
    forms = {words: {"pk": pk, "method": "forum"} for words, pk in found["investigation"].items()}
    return {
        **numbered("/surveys/{pk}/", found["investigation"]),
        **numbered("/surveys/findings/{pk}/", found["finding"]),
        **numbered("/surveys/files/{pk}/", found["file"]),
        "/surveys/{pk}/records/new/{method}/": {**forms, NOWHERE: {"pk": 999_999_999, "method": "forum"}},
    }


def _policy(cast: Cast) -> Cases:
    shown = a_document(cast)
    internal = a_document(cast, title="岗位工资调整口径", is_public=False)
    shown.attachment, internal.attachment = _public_paper(), a_paper()
    shown.save(update_fields=["attachment"])
    internal.save(update_fields=["attachment"])
    documents = {"for everybody": shown.pk, "for staff": internal.pk}
    question = QuestionDraft("高温津贴外协工有没有", outcome=QuestionOutcome.TO_LEDGER)
    sessions = {
        "of East": a_session(cast, question),
        "of West": a_session(cast, question, by="outsider", unit=cast.west),
    }
    return {
        **numbered("/policy/{pk}/", documents),
        **numbered("/policy/{pk}/file/", documents),
        **numbered("/policy/sessions/{pk}/", {words: one.pk for words, one in sessions.items()}),
        **numbered("/policy/questions/{pk}/", {words: one.questions.get().pk for words, one in sessions.items()}),
    }


def _public_paper() -> Attachment:
    return store(SimpleUploadedFile("办法.txt", "夜班津贴按班次核算".encode(), content_type="text/plain"))


def _notices(cast: Cast, issue: Issue) -> Cases:
    notice = Notice.objects.create(user=cast.handler, issue=issue, kind="assigned", key="assigned:1")
    Heartbeat.objects.create(loop="tick")
    delivery = Delivery.objects.create(recipient=cast.handler)
    rule = ReminderRule.objects.first()
    assert rule is not None
    facts = {"issue": issue, "rule": rule, "recipient": cast.handler, "delivery": delivery}
    Reminder.objects.create(clock_round=1, deadline=clock.today(), **facts)
    return numbered("/notices/{pk}/", {"of the handler": notice.pk})


def _admin(cast: Cast) -> Cases:
    """One row of every model in the administration; a model without one needs a line above."""
    hold = LegalHold.objects.create(kind="ledger.issue", object_id="1", reason="审计期间保留", placed_by=cast.ledger)
    looked = record(action="tests.looked", obj=hold)
    cases: Cases = numbered("/audit/{pk}/", {"a record": looked.pk})
    cases["/admin/{url}"] = {"a page nobody made": {"url": "nowhere/"}}
    cases["/admin/{app_label}/"] = {"ledger": {"app_label": "ledger"}}
    content_type = ContentType.objects.get_for_model(Issue).pk
    cases["/admin/r/{content_type_id}/{object_id}/"] = {
        "an item": {"content_type_id": content_type, "object_id": Issue.objects.values_list("pk", flat=True)[0]}
    }
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for page in ("", "change/", "delete/", "history/"):
            cases[f"{address}{{object_id}}/{page}"] = {"a row": {"object_id": _first(model).pk}}
    cases["/admin/accounts/user/{id}/password/"] = {"the handler": {"id": cast.handler.pk}}
    return cases


def _first(model: type[models.Model]) -> models.Model:
    age = "received_at" if model is Petition else "pk"  # the keys of petitions are drawn by lot
    row = model._default_manager.order_by(age).first()
    assert row is not None, (
        f"make a {model._meta.label} in {__name__}, so that its pages in the administration are tried"
    )
    return row
