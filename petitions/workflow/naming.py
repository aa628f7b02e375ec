"""Whom a petition is about: from the moment it is sealed they keep away, and inspectors correct the list."""

from django.db.models import F, Value
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.org.exclusions import Ground, parts_of
from outreach.org.grants import grants
from outreach.org.models import OrgUnit, Posting
from outreach.org.scoping import Rights
from petitions.models import Accused, Petition
from petitions.permissions import DISCIPLINE, MANAGE, VIEW
from petitions.states import Kind
from petitions.workflow.machine import PETITIONS

#: One letter stands in every text.
_SHORTEST_NAME = 2


def name_from(petition: Petition, *, words: str, unit: OrgUnit) -> None:
    """Keep away everybody whose name stands in ``words``, and for an accusation the unit where it happened.

    Somebody of the same name is kept away too until an inspector has looked: the other way round whoever is
    accused might be the one to read it.
    """
    rows = [Accused(petition=petition, user=person, ground=Ground.NAMED) for person in people_in(words)]
    if petition.kind == Kind.ACCUSATION:
        rows.append(Accused(petition=petition, unit=unit, ground=Ground.NAMED))
    Accused.objects.bulk_create(rows, ignore_conflicts=True)


def people_in(words: str) -> list[User]:
    """Everybody with an account whose full name stands in ``words``."""
    told = User.objects.annotate(words=Value(words), length=Length("full_name"))
    return list(told.filter(length__gte=_SHORTEST_NAME, words__contains=F("full_name")).order_by("pk"))


def add_accused(
    *,
    petition: Petition,
    rights: Rights,
    person: User | None = None,
    unit: OrgUnit | None = None,
    reason: str = "",
    version: int | None = None,
) -> Petition:
    """An inspector finds that it is about somebody else too: a person, or everybody in a unit and under it."""
    with PETITIONS.moving(petition, "add_accused", rights, version) as move:
        for named in [{"user": person}] * (person is not None) + [{"unit": unit}] * (unit is not None):
            facts = {"ground": Ground.NAMED, "reason": reason, "added_by": rights.user}
            move.row.accused.get_or_create(**named, defaults=facts)
        refuse_if_nobody_is_left(move.row)
        move.note = reason
        move.detail = {"accused": "、".join(str(one) for one in (person, unit) if one)}
        return move.row


def remove_accused(
    *, petition: Petition, accused: Accused, reason: str, rights: Rights, version: int | None = None
) -> Petition:
    """It is not about them after all, or they only share a name."""
    with PETITIONS.moving(petition, "remove_accused", rights, version) as move:
        move.detail = {"accused": str(accused)}
        move.row.accused.filter(pk=accused.pk, ground=Ground.NAMED).delete()
        move.note = reason
        return move.row


def refuse_if_nobody_is_left(petition: Petition) -> None:
    """``RefusedStepError`` when nobody could decide on the petition any more: it would be lost."""
    roles = set(grants.roles_with(MANAGE)) & set(grants.roles_with(DISCIPLINE if petition.is_sealed else VIEW))
    above = parts_of(unit.path for unit in (petition.unit, petition.inspecting_unit) if unit)
    serving = Posting.objects.current().filter(role__in=roles, unit__in=above, user__is_active=True)
    if not set(serving.values_list("user", flat=True)) - petition.accused.all().people():
        raise RefusedStepError(_("这样就没有人能办这件信访了。请先由管理员再任命一名，然后回避。"))
