"""The petition follows its ledger item."""

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue
from outreach.ledger.states import State as IssueState
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.states import Kind, State
from petitions.statute import Waits
from petitions.workflow.clocks import go_on, stop_clocks
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import keep_named_out
from petitions.workflow.replying import replace_opinions
from petitions.workflow.waiting import stop_waiting, wait_for

_DONE = {IssueState.AWAITING_RATING, IssueState.CLOSED}
#: Where an item does not need its petition to wait for it.
_ENDS = {*_DONE, IssueState.REJECTED, IssueState.MERGED}
_OVER = {State.DELIVERED, State.RATED, State.ARCHIVED}


def out_of_line() -> list[int]:
    """The items that petitions have not followed: whoever moved them was killed before the news went out."""
    told = Petition.objects.filter(is_sealed=False)
    waiting = told.filter(status=State.INVESTIGATING, issue__status__in=_ENDS)
    waiting = waiting.exclude(result_at__isnull=False, issue__status__in=_DONE)
    # From the side of the items, of which few are in hand: petitions that are over grow without end.
    again = Issue.objects.filter(status__in=set(IssueState) - _ENDS, petitions__is_sealed=False)
    again = again.filter(petitions__status__in=_OVER)
    return sorted({*waiting.values_list("issue", flat=True), *again.order_by().values_list("pk", flat=True)})


def follow(*, issue: Issue) -> None:
    """Bring every petition of ``issue`` in line with it; doing it twice changes nothing; sealed ones rest."""
    for petition in Petition.objects.filter(issue=issue, is_sealed=False):
        try:
            _follow(petition, issue)
        except RefusedStepError:  # somebody else was faster, and it is in line already
            continue


def _follow(petition: Petition, issue: Issue) -> None:
    if petition.status == State.INVESTIGATING:
        if issue.status in _DONE:
            _take_result(petition, issue)
        elif issue.status == IssueState.REJECTED:
            _give_back(petition, issue)
        elif issue.status == IssueState.MERGED and issue.merged_into is not None:
            _follow_merger(petition, issue)
        elif petition.result_at is not None:
            _reopen(petition)
    elif petition.status in _OVER and issue.status not in _ENDS:
        _resume(petition)


def _take_result(petition: Petition, issue: Issue) -> None:
    """Accepted by somebody other than the handler.

    An appeal is answered by a written opinion, which the office now writes (Art. 32); of anything else, and of a
    simple matter, the petitioner reads the result at once and may judge it.
    """
    if petition.kind == Kind.APPEAL and not petition.is_simple:
        if petition.result_at is None:
            with PETITIONS.moving(petition, "result_in", Rights.system()) as move:
                move.row.result_at = clock.now()
                wait_for(move.row, Waits.RESULT)
        return
    with PETITIONS.moving(petition, "conclude", Rights.system()) as move:
        stop_clocks(move.row)
        replace_opinions(move.row)
        move.row.answer = issue.result or move.row.answer


def _reopen(petition: Petition) -> None:
    """The item is worked on again before an opinion was written."""
    with PETITIONS.moving(petition, "reopen", Rights.system()) as move:
        move.row.result_at = None
        stop_waiting(move.row, Waits.RESULT)


def _resume(petition: Petition) -> None:
    with PETITIONS.moving(petition, "resume", Rights.system()) as move:
        go_on(move.row)


def _give_back(petition: Petition, issue: Issue) -> None:
    """The ledger office refused the item: the petition office decides again."""
    refusal = issue.events.filter(step="reject").last()
    with PETITIONS.moving(petition, "give_back", Rights.system()) as move:
        move.row.issue = None
        move.note = refusal.note if refusal else ""
        move.detail = {"issue": issue.number}


def _follow_merger(petition: Petition, issue: Issue) -> None:
    """Whom the petition names keeps away from the other item too; ``RefusedStepError`` where nobody would manage it."""
    with PETITIONS.moving(petition, "follow_merger", Rights.system()) as move:
        move.row.issue = issue.merged_into
        keep_named_out(move.row)
        move.detail = {"from": issue.number, "issue": str(issue.merged_into and issue.merged_into.number)}
