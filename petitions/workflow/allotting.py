"""Who at the desk has a case: whoever took it up first, until it is given to a colleague."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.org.exclusions import parts_of
from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.permissions import REGISTER
from petitions.workflow.machine import PETITIONS

#: In these states a case is somebody's.
ALLOTTED = PETITIONS.steps["assign_officer"].sources


def officers(paths: list[str]) -> QuerySet[User]:
    """Whoever keeps the desk of one of the units at ``paths``, by name."""
    serving = Posting.objects.current().filter(role__in=grants.roles_with(REGISTER), unit__in=parts_of(paths))
    return User.objects.filter(is_active=True, pk__in=serving.order_by().values("user")).order_by("full_name", "pk")


def assign_officer(
    *, petition: Petition, officer: User, rights: Rights, note: str = "", version: int | None = None
) -> Petition:
    """Give a case to a colleague, or take it over. Whoever cannot see it does not get it."""
    with PETITIONS.moving(petition, "assign_officer", rights, version) as move:
        if move.row.officer_id == officer.pk:
            raise RefusedStepError(_("已经由%(who)s经办。") % {"who": officer})
        theirs = Rights.of(officer)
        if not theirs.may(REGISTER) or not Petition.objects.visible_to(theirs).filter(pk=move.row.pk).exists():
            raise RefusedStepError(_("%(who)s不能经办这件信访，请另选一位。") % {"who": officer})
        move.detail = {"before": str(move.row.officer or ""), "officer": str(officer)}
        move.row.officer = officer
        move.note = note
        return move.row


def pass_on(*, petition: Petition, officer: User, rights: Rights) -> Petition:
    """Whoever had it leaves: the other gets it, or it is nobody's where they keep away from it."""
    with PETITIONS.moving(petition, "assign_officer", rights) as move:
        sees = Petition.objects.visible_to(Rights.of(officer)).filter(pk=move.row.pk).exists()
        after = officer if sees else None
        move.detail = {"before": str(move.row.officer or ""), "officer": str(after or "")}
        move.row.officer = after
        move.note = _("离任移交")
        return move.row


def take_up(petition: Petition, rights: Rights) -> None:
    """Called in a step: whoever begins with it has it, unless somebody has (首办)."""
    if petition.officer_id is None and rights.user is not None and rights.may(REGISTER):
        petition.officer = rights.user
