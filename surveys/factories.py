"""Investigations and records for tests, made through the workflow."""

import uuid
from datetime import timedelta
from typing import Any

from outreach.common import clock
from outreach.org.testing import Cast
from surveys import workflow
from surveys.methods import Method
from surveys.models import Investigation, Record
from surveys.workflow import FindingDraft, InvestigationDraft, RecordDraft


def an_investigation(cast: Cast, *, by: str = "cadre", **facts: Any) -> Investigation:
    """Why spare parts always wait, asked by the cadre of the quay workshop."""
    draft = {
        "title": "备件为什么总是等",
        "question": "从报缺到装上要几天，卡在哪一环。",
        "lead_unit": cast.quay,
        "since": clock.today() - timedelta(days=10),
        "until": clock.today() + timedelta(days=30),
        **facts,
    }
    return workflow.begin(draft=InvestigationDraft(**draft), token=uuid.uuid4(), rights=cast.rights(by))


def a_record(
    cast: Cast,
    *findings: FindingDraft,
    investigation: Investigation | None = None,
    by: str = "cadre",
    **facts: Any,
) -> Record:
    """A forum with twelve team leaders at the quay workshop, and what was found there."""
    draft = {
        "method": Method.FORUM,
        "held_on": clock.today(),
        "unit": cast.quay,
        "said": "“报了两回都说在走流程。”",
        "people_count": 12,
        "people_kind": "班组长",
        **facts,
    }
    return workflow.write_record(
        investigation=investigation or an_investigation(cast, by=by),
        draft=RecordDraft(**draft, findings=findings),
        token=uuid.uuid4(),
        rights=cast.rights(by),
    )
