"""Publish a policy, write down a session, and decide what becomes of each question."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.audit.workflow import record
from outreach.common.once import fingerprint, only_once
from outreach.common.transitions import RefusedStepError
from outreach.ledger.intake import Finding, open_issue
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.ledger.states import Topic
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from policy.models import Audience, PolicyDocument, PolicySession, QuestionOutcome, SessionQuestion
from policy.permissions import PUBLISH, RECORD


@dataclass(frozen=True)
class DocumentDraft:
    """A policy as it was typed."""

    title: str
    issuer: str
    issued_on: date
    summary: str
    number: str = ""
    text: str = ""
    audience: str = Audience.EVERYBODY
    is_public: bool = True


@dataclass(frozen=True)
class QuestionDraft:
    """One question from the floor, as it was typed."""

    question: str
    answer: str = ""
    topic: str = Topic.OTHER
    outcome: str = QuestionOutcome.ANSWERED


@dataclass(frozen=True)
class SessionDraft:
    """A session as it was typed."""

    theme: str
    held_on: date
    unit: OrgUnit
    speaker: str
    attendance: int
    place: str = ""
    study_theme: str = ""
    notes: str = ""
    documents: tuple[PolicyDocument, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()


@transaction.atomic
def publish(
    *, draft: DocumentDraft, token: uuid.UUID, rights: Rights, attachment: Attachment | None = None
) -> PolicyDocument:
    """Put a policy into the library."""
    if not rights.may(PUBLISH):
        raise PermissionDenied(_("您的岗位不能发布政策文件。"))
    content = fingerprint({**vars(draft), "file": attachment.sha256 if attachment else ""})
    document, is_new = PolicyDocument.objects.get_or_create(
        client_token=token,
        defaults={**vars(draft), "attachment": attachment, "added_by": rights.user, "content_hash": content},
    )
    if is_new:
        record(action="policy.published", actor=rights.user, obj=document)
    return only_once(document, content)


@transaction.atomic
def write_session(*, draft: SessionDraft, token: uuid.UUID, rights: Rights) -> PolicySession:
    """Keep a session with what was asked.

    A question nobody could answer goes to the ledger at once, unless open items look like it: then it
    waits until somebody has looked at them. ``SentBeforeError`` when the token already stands for another session.
    """
    if rights.user is None or not rights.covers(RECORD, draft.unit.path):
        raise PermissionDenied(_("您的岗位不能为这个单位登记宣讲。"))
    facts = {name: value for name, value in vars(draft).items() if name not in {"documents", "questions"}}
    content = fingerprint(vars(draft))
    session, is_new = PolicySession.objects.get_or_create(
        client_token=token, defaults={**facts, "recorder": rights.user, "content_hash": content}
    )
    if is_new:
        session.documents.set(draft.documents)
        _keep_questions(session, draft.questions, rights)
        record(action="session.recorded", actor=rights.user, obj=session, detail={"questions": len(draft.questions)})
    return only_once(session, content)


def _keep_questions(session: PolicySession, drafts: Sequence[QuestionDraft], rights: Rights) -> None:
    for draft in drafts:
        question = SessionQuestion.objects.create(session=session, **vars(draft))
        if question.is_waiting and not similar_open(question.question, unit=session.unit, rights=rights):
            _to_ledger(question, rights)


@transaction.atomic
def hand_to_ledger(*, question: SessionQuestion, rights: Rights) -> Issue:
    """The question is a matter of its own: it becomes a ledger item."""
    return _to_ledger(_waiting(question, rights), rights)


@transaction.atomic
def join_to_issue(*, question: SessionQuestion, issue: Issue, rights: Rights) -> SessionQuestion:
    """The ledger has this matter already: the question points to that item."""
    locked = _waiting(question, rights)
    locked.issue = Issue.objects.visible_to(rights).active().get(pk=issue.pk)
    locked.save(update_fields=["issue"])
    record(action="question.joined", actor=rights.user, obj=locked, detail={"issue": issue.number})
    return locked


@transaction.atomic
def answer(*, question: SessionQuestion, answer: str, rights: Rights) -> SessionQuestion:
    """There is an answer after all: it is written down and nothing goes to the ledger."""
    locked = _waiting(question, rights)
    locked.answer = answer
    locked.outcome = QuestionOutcome.ANSWERED
    locked.save(update_fields=["answer", "outcome"])
    record(action="question.answered", actor=rights.user, obj=locked)
    return locked


def may_decide(question: SessionQuestion, rights: Rights) -> bool:
    """Whoever recorded the session, or may record in that unit."""
    is_recorder = rights.user is not None and question.session.recorder_id == rights.user.pk
    return is_recorder or rights.covers(RECORD, question.session.unit.path)


def _waiting(question: SessionQuestion, rights: Rights) -> SessionQuestion:
    """The question, locked, still to be decided by this person."""
    rows = SessionQuestion.objects.visible_to(rights).select_related("session__unit")
    locked = rows.select_for_update(of=("self",)).get(pk=question.pk)
    if not may_decide(locked, rights):
        raise PermissionDenied(_("您的岗位不能决定这个提问怎么办。"))
    if not locked.is_waiting:
        raise RefusedStepError(_("这个提问已经处理过了。"))
    return locked


def _to_ledger(question: SessionQuestion, rights: Rights) -> Issue:
    session = question.session
    words = {"theme": session.theme, "date": session.held_on, "answer": question.answer}
    told = _("现场答复：%(answer)s") % words if question.answer else _("现场没有答复。")
    question.issue = open_issue(
        finding=Finding(
            source="policy",
            title=question.question,
            description="\n".join([question.question, told, _("来自宣讲“%(theme)s”，%(date)s。") % words]),
            unit=session.unit,
            place=session.place,
            topic=question.topic,
            raised_by=_("宣讲现场职工"),
            raised_on=session.held_on,
            is_found_on_site=True,
        ),
        rights=rights,
    )
    question.save(update_fields=["issue"])
    return question.issue
