"""延长办理期限: once, at most 30 days, asked before the term ends and approved by a leader (Art. 34)."""

from django.utils.translation import gettext as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.documents.kinds import kinds
from outreach.documents.workflow import issue_by_itself, office_of
from outreach.org.scoping import Rights
from petitions.casefile import asked_extension
from petitions.limits import EXTENSION
from petitions.models import CaseExtension, Petition
from petitions.statute import Term
from petitions.workflow.clocks import put
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention


def ask_extension(
    *, petition: Petition, days: int, reason: str, rights: Rights, cleared: str = "", version: int | None = None
) -> Petition:
    """The officer asks; ``reason`` is what the petitioner will read."""
    with PETITIONS.moving(petition, "ask_extension", rights, version) as move:
        if not 1 <= days <= limits.length(EXTENSION):
            raise RefusedStepError(_("最多延长 %(days)d 天。") % {"days": limits.length(EXTENSION)})
        CaseExtension.objects.create(petition=move.row, days=days, reason=reason, asked_by=rights.user)
        mention(move.row, words=reason, rights=rights)
        move.note = reason
        move.detail = {"days": days, "cleared": cleared}
        return move.row


def grant_extension(*, petition: Petition, rights: Rights, note: str = "", version: int | None = None) -> Petition:
    """A leader approves: the clock says so, and the petitioner has the notice with the reason from now on (Art. 34)."""
    with PETITIONS.moving(petition, "grant_extension", rights, version) as move:
        asked = _decide(move.row, note, rights, is_granted=True)
        held = move.row.clock_of(Term.CONCLUDE)
        if held is None:
            raise RefusedStepError(_("没有可以延长的办结期限。"))
        today = clock.today()
        put(move.row, Term.CONCLUDE, held.extended(asked.days, by=str(rights.user), on=today, told_on=today))
        move.note = asked.reason
        move.detail = {"days": asked.days, "due_on": str(move.row.due_on), "notice": _tell(move.row, asked)}
        return move.row


def _tell(petition: Petition, asked: CaseExtension) -> str:
    """The notice, in the name of the office that asked; its number."""
    kind = kinds.get("petition.extension")
    if kind is None:
        raise LookupError("petition.extension")
    office = office_of(kind, Rights.of(asked.asked_by)) if asked.asked_by else None
    unit = office or petition.referred_to or petition.unit
    return str(issue_by_itself(kind=kind, about=petition, unit=unit, acting=asked.decided_by).number)


def refuse_extension(*, petition: Petition, note: str, rights: Rights, version: int | None = None) -> Petition:
    """A leader says no, with a reason; the term stays, and may be asked for again before it ends."""
    with PETITIONS.moving(petition, "refuse_extension", rights, version) as move:
        _decide(move.row, note, rights, is_granted=False)
        move.note = note
        return move.row


def _decide(petition: Petition, words: str, rights: Rights, *, is_granted: bool) -> CaseExtension:
    asked = asked_extension(petition)
    if asked is None:
        raise RefusedStepError(_("没有等着决定的延期申请。"))
    asked.is_granted, asked.words = is_granted, words
    asked.decided_by, asked.decided_at = rights.user, clock.now()
    asked.save()
    return asked


def drop_asked(petition: Petition) -> None:
    """Called in a step that ends the handling: nobody needs to decide any more."""
    petition.extensions.filter(is_granted=None).update(is_granted=False, decided_at=clock.now())
