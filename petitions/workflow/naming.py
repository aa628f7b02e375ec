"""Whom a petition is about, or mentions: they keep away from it, and from the item that comes of it."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from outreach.org.exclusions import Ground, parts_of
from outreach.org.grants import grants
from outreach.org.models import OrgUnit, Posting
from outreach.org.scoping import Rights
from petitions.models import Accused, Petition
from petitions.names import Text
from petitions.permissions import DISCIPLINE, MANAGE, VIEW
from petitions.states import Kind
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.items import further_items, name_in_items
from petitions.workflow.machine import PETITIONS
from petitions.workflow.receptions import spare


def name_from(petition: Petition, *, words: str, unit: OrgUnit) -> None:
    """Of a sealed petition: keep away whoever is named in ``words``, and for an accusation the unit where it happened.

    Somebody of the same name is kept away too until an inspector has looked: the other way round whoever is
    accused might be the one to read it. What an officer could lift until now is for inspectors to lift from here on.
    """
    petition.accused.filter(ground=Ground.MENTIONED).update(ground=Ground.NAMED)
    rows = [Accused(petition=petition, user=person, ground=Ground.NAMED) for person in people_in(words)]
    if petition.kind == Kind.ACCUSATION:
        rows.append(Accused(petition=petition, unit=unit, ground=Ground.NAMED))
    Accused.objects.bulk_create(rows, ignore_conflicts=True)


def keep_mentioned_out(petition: Petition, people: Iterable[User]) -> None:
    """Of an ordinary petition: whoever its words mention does not read it, nor deal with the item that comes of it.

    It may be praise, an address or a namesake; an officer who is not among them looks and lets them in again.
    """
    ground = Ground.NAMED if petition.is_sealed else Ground.MENTIONED
    rows = [Accused(petition=petition, user=person, ground=ground) for person in people]
    Accused.objects.bulk_create(rows, ignore_conflicts=True)
    keep_named_out(petition)


def mention(petition: Petition, *, words: str, rights: Rights, told: User | None = None) -> None:
    """Called in a step by which an officer writes ``words``: those in them keep away, but not who wrote them.

    Nor does ``told``, whom the words are for.
    """
    here = {person.pk for person in (rights.user, told) if person is not None}
    if people := [person for person in people_in(words) if person.pk not in here]:
        keep_mentioned_out(petition, people)
        refuse_if_nobody_is_left(petition)


def keep_named_out(petition: Petition) -> None:
    """Whom a petition names or mentions never deals with the item that comes of it.

    Who has it in hand already and is only mentioned goes on: the item holds the office's words, not the petitioner's.
    Nor do they receive the petitioner.
    """
    spare(petition)
    if petition.issue is not None:
        petition.issue = _keep_out(petition, petition.issue)
    for issue in further_items(petition):
        _keep_out(petition, issue)


def _keep_out(petition: Petition, issue: Issue) -> Issue:
    named = petition.accused.exclude(user=None).exclude(ground=Ground.MENTIONED, user=issue.handler_id)
    people = [one.user for one in named.select_related("user") if one.user]
    return ledger.keep_out(issue=issue, people=people) if people else issue


def let_into_items(petition: Petition, person: User, issues: Iterable[Issue]) -> None:
    """The petition keeps this person away no more: nor do its items, unless another petition behind them does."""
    others = Accused.objects.filter(user=person).exclude(petition=petition)
    for issue in issues:
        behind = Q(petition__issue=issue) | Q(petition__further_items__issue=issue)
        if not others.filter(behind).exists():
            ledger.let_in(issue=issue, people=[person])


def people_in(words: str) -> list[User]:
    """Everybody with an account whose full name stands in ``words``, however it is written (``petitions.names``)."""
    text = Text(words)
    names = User.objects.order_by().values_list("pk", "full_name")
    named = [pk for pk, name in names if text.holds(name)] if words.strip() else []
    return list(User.objects.filter(pk__in=named).order_by("pk")) if named else []


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
        name_in_items(move.row)
        give_to_inspectors(move.row)
        refuse_if_nobody_is_left(move.row)
        move.note = reason
        move.detail = {"accused": "、".join(str(one) for one in (person, unit) if one)}
        return move.row


def refuse_if_nobody_is_left(petition: Petition) -> None:
    """``RefusedStepError`` when nobody could decide on the petition any more: it would be lost."""
    if not left_without(petition, ()):
        raise RefusedStepError(_("这样就没有人能办这件信访了。请先由管理员再任命一名，然后回避。"))


def left_without(petition: Petition, people: Collection[User]) -> set[int]:
    """Who could still decide on the petition if these persons, too, kept away."""
    roles = set(grants.roles_with(MANAGE)) & set(grants.roles_with(DISCIPLINE if petition.is_sealed else VIEW))
    above = parts_of(unit.path for unit in (petition.unit, petition.inspecting_unit) if unit)
    serving = Posting.objects.current().filter(role__in=roles, unit__in=above, user__is_active=True)
    out = petition.accused.all().people() | {person.pk for person in people}
    return set(serving.values_list("user", flat=True)) - out
