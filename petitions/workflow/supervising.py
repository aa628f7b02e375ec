"""督办 of Art. 40: what is wrong with how a petition is handled, seen by the portal or by somebody."""

from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.casefile import supervised_for
from petitions.models import Petition
from petitions.statute import Trigger
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import mention


def supervise(*, petition: Petition, trigger: str, reason: str, rights: Rights, version: int | None = None) -> Petition:
    """Put it under supervision; for the same thing twice it stays as it is."""
    with PETITIONS.moving(petition, "supervise", rights, version) as move:
        _raise(move.row, Trigger(trigger), reason, rights)
        mention(move.row, words=reason, rights=rights)
        move.note = reason
        move.detail = {"trigger": trigger}
        return move.row


def supervise_by_itself(*, petition: Petition, trigger: Trigger, reason: str) -> Petition:
    """What the dates show, nobody has to say."""
    with PETITIONS.moving(petition, "supervise_by_itself", Rights.system()) as move:
        _raise(move.row, trigger, reason, Rights.system())
        move.note = reason
        move.detail = {"trigger": trigger.value}
        return move.row


def lift_supervision(*, petition: Petition, reason: str, rights: Rights, version: int | None = None) -> Petition:
    """Put right: everything it is supervised for is lifted, with the reason."""
    with PETITIONS.moving(petition, "lift_supervision", rights, version) as move:
        for one in supervised_for(move.row):
            one.lifted_at, one.lifted_by, one.lift_reason = clock.now(), rights.user, reason
            one.save()
        mention(move.row, words=reason, rights=rights)
        move.note = reason
        return move.row


def _raise(petition: Petition, trigger: Trigger, reason: str, rights: Rights) -> None:
    facts = {"reason": reason, "raised_by": rights.user}
    petition.supervisions.get_or_create(trigger=trigger, lifted_at=None, defaults=facts)
