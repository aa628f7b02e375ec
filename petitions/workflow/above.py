"""The authority above the enterprise: what it sent on is reported back, and what it decides is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.casefile import last_opinion
from petitions.models import AboveEntry, HandlingOpinion, Petition
from petitions.statute import OUTCOMES, Above, Stage, Term
from petitions.workflow.clocks import settle, start
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention
from petitions.workflow.reviewing import next_stage


def report_result(*, petition: Petition, entry: AboveEntry, rights: Rights, version: int | None = None) -> Petition:
    """The result goes back to whoever sent the petition on. ``entry`` is not saved yet."""
    entry.sort = Above.REPORTED
    return _write(petition, "report_result", entry, rights, version)


def record_above(*, petition: Petition, entry: AboveEntry, rights: Rights, version: int | None = None) -> Petition:
    """What the authority above says to it. ``entry`` is not saved yet."""
    if entry.sort == Above.REPORTED:
        raise RefusedStepError(_("向上级报告结果另有一步。"))
    return _write(petition, "record_above", entry, rights, version)


def _write(petition: Petition, step: str, entry: AboveEntry, rights: Rights, version: int | None) -> Petition:
    with PETITIONS.moving(petition, step, rights, version) as move:
        _refuse_future(entry.on)
        entry.petition, entry.written_by = move.row, rights.user
        entry.save()
        mention(move.row, words=entry.words, rights=rights)
        move.detail = {"above": entry.sort, "dated": str(entry.on), "document": entry.number}
        return move.row


@dataclass(frozen=True)
class Decided:
    """An opinion of an authority outside the enterprise: whose, its number and date, and when the petitioner got it."""

    authority: str
    number: str
    on: date
    received_on: date
    opinion: str
    outcome: str
    paper: Sequence[Attachment] = ()


def record_outside(
    *, petition: Petition, decided: Decided, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """复查 or 复核 by the authority above the highest unit: it stands in the case like one of our own (Art. 35, 36)."""
    last = last_opinion(petition)
    is_final = last is not None and next_stage(last) == Stage.FINAL
    with PETITIONS.moving(petition, "outside_final" if is_final else "outside_review", rights, version) as move:
        before = last_opinion(move.row)
        if before is None or decided.outcome not in OUTCOMES[Stage.REVIEW]:
            raise RefusedStepError(_("这个结果不能用在复查、复核意见里。"))
        _refuse_future(decided.on)
        if not decided.on <= decided.received_on <= clock.today():
            raise RefusedStepError(_("信访人收到的日期应在意见作出之后、今天或以前。"))
        _keep(move.row, before, Stage.FINAL if is_final else Stage.REVIEW, decided, rights)
        move.detail = {
            "unit": decided.authority,
            "outcome": decided.outcome,
            "document": decided.number,
            "cleared": cleared,
        }
        return move.row


def _keep(petition: Petition, before: HandlingOpinion, stage: Stage, decided: Decided, rights: Rights) -> None:
    petition.opinions.filter(stage=stage, is_current=True).update(is_current=False)
    HandlingOpinion.objects.create(
        petition=petition,
        stage=stage,
        unit=before.unit,  # the highest of our own: nobody above it here looks at the matter again
        outside=decided.authority,
        outside_number=decided.number,
        opinion=decided.opinion,
        outcome=decided.outcome,
        issued_at=clock.start_of(decided.on),
        issued_by=rights.user,
        delivered_on=decided.received_on,
        proof=next(iter(decided.paper), None),
    )
    petition.answer, petition.reviewing_unit = decided.opinion, None
    settle(petition)
    if stage == Stage.REVIEW:
        start(petition, Term.ASK_FINAL, decided.received_on)
    mention(petition, words=decided.opinion, rights=rights)


def _refuse_future(day: date) -> None:
    if day > clock.today():
        raise RefusedStepError(_("日期不能晚于今天。"))
