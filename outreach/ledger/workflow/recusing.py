"""回避: whoever has a direct interest in an item, or is named in what it came from, keeps away from it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.common.transitions import Move, RefusedStepError
from outreach.ledger.models import Issue, IssueExclusion
from outreach.ledger.permissions import MANAGE
from outreach.ledger.states import RUNNING, State
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
    return _give_back(move.row)


@transaction.atomic
def recuse_other(*, issue: Issue, person: User, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The office decides that somebody keeps away."""
    with LEDGER.moving(issue, "recuse_other", rights, version) as move:
        move.detail = {"person": str(person)}
        _keep_away(move, person, reason, rights)
    return _give_back(move.row)


def seal(*, issue: Issue, exclusions: Iterable[Exclusion]) -> Issue:
    """Out of everybody's sight but the inspectors', and out of the sight of those whom ``exclusions`` name."""
    with LEDGER.moving(issue, "seal", Rights.system()) as move:
        move.row.is_sealed = True
        named = [
            IssueExclusion(issue=issue, user=one.user, unit=one.unit, ground=one.ground)
            for one in exclusions
            if one.user or one.unit
        ]
        IssueExclusion.objects.bulk_create(named, ignore_conflicts=True)
        return move.row


def unseal(*, issue: Issue) -> Issue:
    """Back in the ledger; persons who were named still keep away, units may handle it again."""
    with LEDGER.moving(issue, "unseal", Rights.system()) as move:
        move.row.is_sealed = False
        move.row.exclusions.filter(ground=Ground.NAMED, user=None).delete()
        return move.row


def keep_out(*, issue: Issue, people: Iterable[User]) -> None:
    """These persons are named in what the item came from; it leaves no line that tells anybody."""
    rows = [IssueExclusion(issue=issue, user=person, ground=Ground.NAMED) for person in people]
    IssueExclusion.objects.bulk_create(rows, ignore_conflicts=True)


def refuse_if_recused(issue: Issue, person: User) -> None:
    """``RefusedStepError`` when the item is given to somebody who must keep away from it."""
    if person.pk in issue.exclusions.all().people():
        raise RefusedStepError(_("%(person)s 在这件事上要回避，请换一个人。") % {"person": person})


def _keep_away(move: Move[Issue], person: User, reason: str, rights: Rights) -> None:
    issue = move.row
    facts = {"ground": Ground.RECUSED, "reason": reason, "added_by": rights.user}
    issue.exclusions.get_or_create(user=person, defaults=facts)
    if not _somebody_manages(issue):
        raise RefusedStepError(_("没有别的台账专员可以接手，请先由管理员再任命一名，然后回避。"))
    move.note = reason
    if issue.handler_id == person.pk:
        issue.handler = None


def _give_back(issue: Issue) -> Issue:
    """While its clock runs, an item without a handler waits for the office; at rest, for the unit's head."""
    if issue.handler_id is not None or issue.status not in {*RUNNING} - {State.RETURN_REQUESTED}:
        return issue
    with LEDGER.moving(issue, "vacate", Rights.system()) as move:
        return move.row


def _somebody_manages(issue: Issue) -> bool:
    """Whether anybody is left who may designate: an item that nobody may manage would be lost."""
    roles = grants.roles_with(MANAGE)
    above = parts_of(issue.paths_of("any"))
    serving = Posting.objects.current().filter(role__in=roles, unit__in=above, user__is_active=True)
    return bool(set(serving.values_list("user", flat=True)) - issue.exclusions.all().people())
