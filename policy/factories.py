"""Policies and sessions for tests, made through the workflow."""

import uuid
from typing import Any

from outreach.common import clock
from outreach.org.testing import Cast
from policy import workflow
from policy.models import PolicyDocument, PolicySession
from policy.workflow import DocumentDraft, QuestionDraft, SessionDraft


def a_document(cast: Cast, **facts: Any) -> PolicyDocument:
    """How allowances are paid, for everybody to read."""
    draft = {
        "title": "一线岗位津贴发放办法",
        "issuer": "人力资源部",
        "number": "东港人〔2026〕12 号",
        "issued_on": clock.today(),
        "summary": "夜班、高温、技能等级、带班四项津贴的标准。",
        "text": "一、夜班津贴按班次核算。",
        **facts,
    }
    return workflow.publish(draft=DocumentDraft(**draft), token=uuid.uuid4(), rights=cast.rights("ledger"))


def a_session(cast: Cast, *questions: QuestionDraft, by: str = "cadre", **facts: Any) -> PolicySession:
    """A session before the shift at the quay workshop."""
    draft = {
        "theme": "讲清楚津贴怎么发",
        "held_on": clock.today(),
        "unit": cast.quay,
        "speaker": "杨帆",
        "attendance": 26,
        **facts,
    }
    return workflow.write_session(
        draft=SessionDraft(**draft, questions=questions), token=uuid.uuid4(), rights=cast.rights(by)
    )
