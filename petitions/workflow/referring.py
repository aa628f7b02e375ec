"""转送: to the unit whose matter it is, which may object; the office that sent it decides (Art. 23)."""

from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import Move, RefusedStepError
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.casefile import last_referral
from petitions.models import Petition, Referral
from petitions.statute import Term, Waits
from petitions.workflow.clocks import notify, run_again, start
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention


def refer(
    *,
    petition: Petition,
    unit: OrgUnit,
    rights: Rights,
    note: str = "",
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """Send it to the unit whose matter it is; the petitioner reads which one.

    ``cleared`` says why words that tell who the petitioner is are handed on all the same.
    """
    with PETITIONS.moving(petition, "refer", rights, version) as move:
        _send(move.row, unit, rights)
        move.note = note
        move.detail = {"unit": str(unit), "cleared": cleared}
        return move.row


def object_to_referral(*, petition: Petition, reason: str, rights: Rights, version: int | None = None) -> Petition:
    """The unit that got it says, with its reasons, that it is not its matter: within 5 workdays of receipt."""
    with PETITIONS.moving(petition, "object", rights, version) as move:
        sent = _sent(move.row)
        sent.objection, sent.objected_at, sent.objected_by = reason, clock.now(), rights.user
        sent.save()
        move.row.waits_for = Waits.OBJECTION
        mention(move.row, words=reason, rights=rights)
        move.note = reason
        move.detail = {"unit": str(sent.unit)}
        return move.row


def take_back(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """The office agrees: it decides anew, and the petitioner still has to be told in the first 15 days."""
    with PETITIONS.moving(petition, "take_back", rights, version) as move:
        _decide(move, Referral.Decision.TAKE_BACK, note, rights)
        move.row.referred_to, move.row.notified_at = None, None
        run_again(move.row, Term.NOTICE)
        return move.row


def refer_on(
    *,
    petition: Petition,
    unit: OrgUnit,
    rights: Rights,
    note: str = "",
    cleared: str = "",
    version: int | None = None,
) -> Petition:
    """The office agrees, and knows whose matter it is: that unit has its own 15 days and 5 workdays."""
    with PETITIONS.moving(petition, "refer_on", rights, version) as move:
        if unit == move.row.referred_to:
            raise RefusedStepError(_("请选另一个单位，或者“维持转送”。"))
        _decide(move, Referral.Decision.REFER_ON, note, rights)
        _send(move.row, unit, rights)
        move.detail = {"unit": str(unit), "cleared": cleared}
        return move.row


def confirm_referral(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """It stays where it was sent; its clock never stopped while the two argued."""
    with PETITIONS.moving(petition, "confirm_referral", rights, version) as move:
        _decide(move, Referral.Decision.CONFIRM, note, rights)
        move.detail = {"unit": str(move.row.referred_to)}
        return move.row


def _send(petition: Petition, unit: OrgUnit, rights: Rights) -> None:
    if not unit.is_active:
        raise RefusedStepError(_("%(unit)s已经停用，不能转送，请选现在负责的单位。") % {"unit": unit})
    notify(petition)
    petition.referred_to = unit
    Referral.objects.create(petition=petition, unit=unit, referred_by=rights.user)
    start(petition, Term.OBJECTION, clock.today())
    start(petition, Term.REFERRED, clock.today())


def _decide(move: Move[Petition], decision: Referral.Decision, note: str, rights: Rights) -> None:
    sent = _sent(move.row)
    sent.decision, sent.decided_at, sent.decided_by, sent.words = decision, clock.now(), rights.user, note
    sent.save()
    move.row.waits_for = ""
    move.note = note


def _sent(petition: Petition) -> Referral:
    sent = last_referral(petition)
    if sent is None:  # referred before referrals were kept
        sent = Referral(petition=petition, unit=petition.referred_to)
    return sent
