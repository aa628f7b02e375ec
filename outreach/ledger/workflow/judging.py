"""Whether it is really solved: the unit's check, acceptance by somebody else, the raiser's word, striking off."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Evidence, Issue, Rating
from outreach.ledger.states import Satisfaction, Stage, State
from outreach.ledger.workflow.lookingback import draw
from outreach.ledger.workflow.machine import LEDGER
from outreach.ledger.workflow.restarting import restart, take_up_again
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Judgement:
    """What the raiser says about attitude, speed and result (``Satisfaction`` values), and in words."""

    attitude: int
    speed: int
    result: int
    words: str = ""


def check_pass(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """The head of the lead unit stands behind the result."""
    with LEDGER.moving(issue, "check_pass", rights, version) as move:
        move.note = note
        return move.row


def check_back(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The head sends it back to the handler."""
    with LEDGER.moving(issue, "check_back", rights, version) as move:
        move.note = reason
        return move.row


def accept_result(
    *,
    issue: Issue,
    rights: Rights,
    is_on_site: bool = False,
    note: str = "",
    attachments: Iterable[Attachment] = (),
    version: int | None = None,
) -> Issue:
    """The accepting unit finds it solved 验收; major items are looked at on the spot.

    Working at the front line (一线工作法: 工作落实在一线) is shown, not said: on site means a photo taken there by
    whoever accepts, or ``RefusedStepError``.
    """
    photos = list(attachments)
    with LEDGER.moving(issue, "accept_result", rights, version) as move:
        if move.row.is_major and not is_on_site:
            raise RefusedStepError(_("重大事项要到现场验收。"))
        if is_on_site and not any(one.is_image for one in photos):
            raise RefusedStepError(_("到现场验收的，请拍一张现场照片。"))
        move.row.accepted_at = clock.now()
        move.row.is_verified_on_site = is_on_site
        shown = [
            Evidence.objects.create(issue=move.row, attachment=one, stage=Stage.ON_SITE, added_by=rights.user)
            for one in photos
        ]
        move.note = note
        move.detail = {"on_site": is_on_site, **({"files": len(shown)} if shown else {})}
        return move.row


def reject_result(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The accepting unit finds it unsolved; the same deadline goes on."""
    with LEDGER.moving(issue, "reject_result", rights, version) as move:
        move.note = reason
        return move.row


@transaction.atomic
def rate(*, issue: Issue, judgement: Judgement) -> Issue:
    """Write down the raiser's judgement; dissatisfied with the result, the matter comes back."""
    rights = Rights.system()
    with LEDGER.moving(issue, "rate", rights) as move:
        rating = Rating.objects.create(issue=move.row, **vars(judgement))
        move.note = judgement.words
        move.detail = {"result": Satisfaction(judgement.result).name.lower()}
    if not rating.is_dissatisfied:
        return move.row
    if move.row.status == State.CLOSED:
        return reopen(issue=move.row, reason=_("提出人不满意"), rights=rights)
    return send_back(issue=move.row, reason=_("提出人不满意"), rights=rights)


def close(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """Strike the item off 销号; whether it is looked back at is drawn in the same moment."""
    with LEDGER.moving(issue, "close", rights, version) as move:
        move.row.closed_at = clock.now()
        draw(move.row)
        move.note = note
        return move.row


def close_with_reason(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """Strike the item off although the raiser is not satisfied or has not answered; the reason stays on record."""
    with LEDGER.moving(issue, "close_with_reason", rights, version) as move:
        move.row.closed_at = clock.now()
        draw(move.row)
        move.note = reason
        move.detail = {"override": True}
        return move.row


def send_back(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """Back to the handler after acceptance, with a new short deadline."""
    name = "return_by_rating" if rights.is_system else "send_back"
    with LEDGER.moving(issue, name, rights, version) as move:
        restart(move.row, limits.length("ledger.resubmit"))
        move.note = reason
        return move.row


def reopen(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """Take a closed item up again; within 180 days of closing it counts as a rebound 反弹."""
    name = "reopen_by_rating" if rights.is_system else "reopen"
    return take_up_again(issue=issue, name=name, reason=reason, rights=rights, version=version)
