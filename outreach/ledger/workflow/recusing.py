"""回避: whoever has a direct interest in an item, or is named in what it came from, keeps away from it."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import Move, RefusedStepError
from outreach.ledger.models import Issue, IssueExclusion
from outreach.ledger.permissions import MANAGE
from outreach.ledger.states import ACTIVE, RUNNING, State
from outreach.ledger.workflow.machine import LEDGER
from outreach.org.exclusions import Exclusion, Ground, parts_of
from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.org.scoping import Rights


@transaction.atomic
def recuse(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """Keep away by one's own word; a handler's item goes back to be given to somebody else."""
    if rights.user is None:
        raise RefusedStepError(_("只能由本人申请回避。"))
    with LEDGER.moving(issue, "recuse", rights, version) as move:
        _keep_away(move, rights.user, reason, rights)
    return give_back(move.row)


@transaction.atomic
def recuse_other(*, issue: Issue, person: User, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The office decides that somebody keeps away."""
    with LEDGER.moving(issue, "recuse_other", rights, version) as move:
        move.detail = {"person": str(person)}
        _keep_away(move, person, reason, rights)
    return give_back(move.row)


def seal(*, issue: Issue, exclusions: Iterable[Exclusion]) -> Issue:
    """Out of everybody's sight but the inspectors', and out of the sight of those whom ``exclusions`` name."""
    with LEDGER.moving(issue, "seal", Rights.system()) as move:
        move.row.is_sealed = True
        name_in(issue=issue, exclusions=exclusions)
        return move.row


def name_in(*, issue: Issue, exclusions: Iterable[Exclusion]) -> None:
    """Persons and units whom a sealed item is about, also where that turns out later; it leaves no line."""
    named = [
        IssueExclusion(issue=issue, user=one.user, unit=one.unit, ground=one.ground)
        for one in exclusions
        if one.user or one.unit
    ]
    IssueExclusion.objects.bulk_create(named, ignore_conflicts=True)


def unseal(*, issue: Issue) -> Issue:
    """Back in the ledger; persons who were named still keep away, units may handle it again."""
    with LEDGER.moving(issue, "unseal", Rights.system()) as move:
        move.row.is_sealed = False
        move.row.exclusions.filter(ground=Ground.NAMED, user=None).delete()
        return move.row


@transaction.atomic
def keep_out(*, issue: Issue, people: Collection[User]) -> Issue:
    """These persons are named in what the item came from; it leaves no line that tells anybody of that.

    One of them who handles it steps down. ``RefusedStepError`` when nobody would be left to manage it.
    """
    if is_lost_without(issue, people):
        raise RefusedStepError(_("台账专员都要回避这件事，交到台账就没有人能办。请先由管理员再任命一名。"))
    rows = [IssueExclusion(issue=issue, user=person, ground=Ground.NAMED) for person in people]
    IssueExclusion.objects.bulk_create(rows, ignore_conflicts=True)
    if issue.status not in ACTIVE or issue.handler_id not in {person.pk for person in people}:
        return issue
    with LEDGER.moving(issue, "step_down", Rights.system()) as move:
        move.row.handler = None
    return give_back(move.row)


def let_in(*, issue: Issue, people: Iterable[User]) -> None:
    """What the item came from is not about these persons after all; who recused from the item itself stays away."""
    issue.exclusions.filter(ground=Ground.NAMED, user__in=list(people)).delete()


@transaction.atomic
def lift_recusal(*, issue: Issue, person: User, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The interest is gone, says somebody else than who recused; what they are named in keeps them away all the same.

    Whoever keeps away does not see the item, so that nobody lets themselves back in.
    """
    with LEDGER.moving(issue, "lift_recusal", rights, version) as move:
        if rights.user is None or rights.user.pk == person.pk:
            raise RefusedStepError(_("不能解除自己的回避，要由另一个人决定。"))
        gone, _rows = move.row.exclusions.filter(ground=Ground.RECUSED, user=person).delete()
        if not gone:
            raise RefusedStepError(_("%(person)s 没有在这件事上回避。") % {"person": person})
        move.detail = {"person": str(person)}
        move.note = reason
        return move.row


def is_lost_without(issue: Issue, people: Collection[User]) -> bool:
    """Whether nobody who manages it would be left if these persons, too, kept away; a sealed one rests anyway."""
    is_in_hand = issue.status in ACTIVE and not issue.is_sealed
    return is_in_hand and not _managers(issue) - {person.pk for person in people}


def refuse_if_recused(issue: Issue, person: User) -> None:
    """``RefusedStepError`` when the item is given to somebody who must keep away from it."""
    if person.pk in issue.exclusions.all().people():
        raise RefusedStepError(_("%(person)s 在这件事上要回避，请换一个人。") % {"person": person})


def give_back(issue: Issue) -> Issue:
    """While its clock runs, an item without a handler waits for the office; at rest, for the unit's head."""
    if issue.handler_id is not None or issue.status not in {*RUNNING} - {State.RETURN_REQUESTED}:
        return issue
    with LEDGER.moving(issue, "vacate", Rights.system()) as move:
        return move.row


def _keep_away(move: Move[Issue], person: User, reason: str, rights: Rights) -> None:
    issue = move.row
    facts = {"ground": Ground.RECUSED, "reason": reason, "added_by": rights.user}
    issue.exclusions.get_or_create(user=person, defaults=facts)
    if not _managers(issue):
        raise RefusedStepError(_("没有别的台账专员可以接手，请先由管理员再任命一名，然后回避。"))
    move.note = reason
    if issue.handler_id == person.pk:
        issue.handler = None


def _managers(issue: Issue) -> set[int]:
    """Who may designate and does not keep away: an item that nobody may manage would be lost."""
    roles = grants.roles_with(MANAGE)
    above = parts_of(issue.paths_of("any"))
    serving = Posting.objects.current().filter(role__in=roles, unit__in=above, user__is_active=True)
    return set(serving.values_list("user", flat=True)) - issue.exclusions.all().people()
