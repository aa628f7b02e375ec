"""The written answer to an appeal (Art. 32, 33): an opinion or an agreement, and how the petitioner got it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.casefile import last_opinion
from petitions.models import HandlingOpinion, Mediation, Petition
from petitions.statute import OUTCOMES, Handover, Stage, Term, Waits
from petitions.workflow.clocks import settle, start, stop_clocks
from petitions.workflow.extending import drop_asked
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention
from petitions.workflow.waiting import stop_waiting


@dataclass(frozen=True)
class Reply:
    """What an opinion says: request, facts and reasons, opinion, basis, and how it ends."""

    request: str
    facts: str
    opinion: str
    basis: str
    outcome: str

    @property
    def words(self) -> str:
        return f"{self.request}\n{self.facts}\n{self.opinion}\n{self.basis}"


@dataclass(frozen=True)
class Receipt:
    """That the petitioner got it: how, on which day, and a paper that shows it."""

    way: str
    on: date
    proof: Sequence[Attachment] = ()


def issue_opinion(
    *,
    petition: Petition,
    reply: Reply,
    unit: OrgUnit,
    rights: Rights,
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """In the name of ``unit``; a review goes to the unit above it. The 60 days are kept by it."""
    with PETITIONS.moving(petition, "issue_opinion", rights, version) as move:
        write_opinion(move.row, Stage.HANDLING, reply, unit, rights)
        drop_asked(move.row)
        stop_waiting(move.row, Waits.RESULT, Waits.WITHDRAWAL)
        move.detail = {"unit": str(unit), "outcome": reply.outcome, "cleared": cleared}
        return move.row


def write_opinion(petition: Petition, stage: Stage, reply: Reply, unit: OrgUnit, rights: Rights) -> None:
    """Called in a step: it takes the place of an earlier one of the same stage, and is what the petitioner reads."""
    if reply.outcome not in OUTCOMES[stage]:
        raise RefusedStepError(_("这个结果不能用在%(stage)s意见里。") % {"stage": stage.label})
    petition.opinions.filter(stage=stage, is_current=True).update(is_current=False)
    if stage == Stage.HANDLING:
        replace_opinions(petition)
    HandlingOpinion.objects.create(petition=petition, stage=stage, unit=unit, issued_by=rights.user, **vars(reply))
    petition.answer = reply.opinion
    settle(petition)
    mention(petition, words=reply.words, rights=rights)


def replace_opinions(petition: Petition) -> None:
    """Called in a step: a new reply takes the place of the earlier one, and of the reviews of that one."""
    petition.opinions.filter(is_current=True).update(is_current=False)


def mediate(
    *, petition: Petition, mediation: Mediation, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """Both sides agreed (Art. 33): the agreement is the answer. ``mediation`` is not saved yet."""
    with PETITIONS.moving(petition, "mediate", rights, version) as move:
        if mediation.agreed_on > clock.today():
            raise RefusedStepError(_("达成日期不能晚于今天。"))
        mediation.petition, mediation.written_by = move.row, rights.user
        mediation.save()
        replace_opinions(move.row)
        move.row.answer = f"{mediation.agreement}\n{mediation.performance}"
        settle(move.row)
        drop_asked(move.row)
        stop_waiting(move.row, Waits.RESULT, Waits.WITHDRAWAL)
        mention(move.row, words=move.row.answer, rights=rights)
        move.detail = {"cleared": cleared}
        return move.row


def deliver(*, petition: Petition, receipt: Receipt, rights: Rights, version: int | None = None) -> Petition:
    """The petitioner has it: from the next day on the 30 days for asking for a review run (Art. 35)."""
    with PETITIONS.moving(petition, "deliver", rights, version) as move:
        stop_clocks(move.row)
        hand_over_opinion(move.row, receipt)
        move.detail = {"way": receipt.way, "on": str(receipt.on)}
        return move.row


def deliver_review(*, petition: Petition, receipt: Receipt, rights: Rights, version: int | None = None) -> Petition:
    """The petitioner has the opinion of the review, or of the final one."""
    with PETITIONS.moving(petition, "deliver_review", rights, version) as move:
        hand_over_opinion(move.row, receipt)
        stop_waiting(move.row, Waits.DELIVERY)
        move.detail = {"way": receipt.way, "on": str(receipt.on)}
        return move.row


def hand_over_opinion(petition: Petition, receipt: Receipt) -> None:
    """Called in a step: the day it was received begins the petitioner's right to go higher."""
    last = last_opinion(petition)
    if last is None:  # an agreement: both sides have it, and nobody goes higher with it
        return
    if not clock.day_of(last.issued_at) <= receipt.on <= clock.today():
        raise RefusedStepError(_("送达日期应在意见出具之后、今天或以前。"))
    last.delivered_on, last.delivered_by_way = receipt.on, Handover(receipt.way)
    last.proof = next(iter(receipt.proof), None)
    last.save()
    following = {Stage.HANDLING: Term.ASK_REVIEW, Stage.REVIEW: Term.ASK_FINAL}.get(Stage(last.stage))
    if following is not None:
        start(petition, following, receipt.on)
