"""From a finding to an owner: hand in, enter, merge, refuse, approve, assign, return."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from outreach.accounts.models import User
from outreach.calendars.clocks import Clock
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import Move, RefusedStepError
from outreach.ledger.models import Issue
from outreach.ledger.states import ENDED, Horizon, State, SupervisionLevel
from outreach.ledger.workflow.clocks import lift_deadline, start_clock
from outreach.ledger.workflow.machine import LEDGER
from outreach.ledger.workflow.recusing import refuse_if_recused
from outreach.ledger.workflow.supervising import raise_supervision
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights

_ASSIGNED = pgettext_lazy("起算", "交办")


@dataclass(frozen=True)
class Assignment:
    """Who does it by when, and who checks it 交办: a unit, a named person, an accepting unit, workdays."""

    lead_unit: OrgUnit
    handler: User
    accepting_unit: OrgUnit
    workdays: int
    horizon: str = Horizon.TIME_BOUND
    note: str = ""


def hand_in(*, issue: Issue, rights: Rights, version: int | None = None) -> Issue:
    """The author hands a draft in to the ledger office."""
    with LEDGER.moving(issue, "hand_in", rights, version) as move:
        return move.row


def enter(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """The ledger officer takes the item into the ledger."""
    with LEDGER.moving(issue, "enter", rights, version) as move:
        move.row.entered_at = clock.now()
        move.note = note
        return move.row


@transaction.atomic
def merge(*, issue: Issue, into: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """The item goes on inside another one about the same matter, and stays readable; that one was raised again."""
    with LEDGER.moving(issue, "merge", rights, version) as move:
        if into.pk == issue.pk:
            raise RefusedStepError(_("不能并入自己。"))
        if into.status in {*ENDED, State.DRAFT}:
            raise RefusedStepError(_("%(number)s 不在办，不能并入。") % {"number": into.number})
        move.row.merged_into = into
        move.note = note
        move.detail = {"into": into.number}
    _watch_what_was_raised_again(into)
    return move.row


def _watch_what_was_raised_again(issue: Issue) -> None:
    """Practice: what comes up a second time while somebody is at it is supervised."""
    is_in_hand = issue.status in LEDGER.steps["supervise"].sources and issue.status != State.OPEN
    if is_in_hand and issue.supervision_level == SupervisionLevel.NONE:
        reason = _("同一件事又有人反映，自动督办")
        raise_supervision(issue=issue, level=SupervisionLevel.ORDINARY, reason=reason, rights=Rights.system())


def reject(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The ledger officer refuses the item; the author reads why."""
    with LEDGER.moving(issue, "reject", rights, version) as move:
        move.note = reason
        return move.row


def approve_major(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """The leader in charge approves that a major item is assigned."""
    with LEDGER.moving(issue, "approve_major", rights, version) as move:
        move.row.approved_by = rights.user
        move.note = note
        return move.row


def assign(*, issue: Issue, assignment: Assignment, rights: Rights, version: int | None = None) -> Issue:
    """Give the item to a unit and a named person; the clock starts now, not at sign-for.

    An item that came back from another unit keeps the start of its clock: units dispute on their own time.
    """
    with LEDGER.moving(issue, "assign", rights, version) as move:
        earlier = move.row.internal_clock
        start_on = earlier.start_on if earlier else clock.today()
        _give(move, assignment)
        start_clock(
            move.row,
            Clock.workdays(gettext_lazy("限期整改"), start_on, assignment.workdays, start_label=_ASSIGNED),
        )
        move.row.original_due_on = move.row.original_due_on or move.row.due_on
        move.detail["due_on"] = str(move.row.due_on)
        return move.row


def request_return(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """The lead unit says it is not its job; the clock keeps running while units dispute."""
    with LEDGER.moving(issue, "request_return", rights, version) as move:
        move.note = reason
        return move.row


def agree_return(*, issue: Issue, rights: Rights, note: str = "", version: int | None = None) -> Issue:
    """Back to the ledger office for another unit."""
    with LEDGER.moving(issue, "agree_return", rights, version) as move:
        lift_deadline(move.row)
        move.note = note
        return move.row


def refuse_return(*, issue: Issue, reason: str, rights: Rights, version: int | None = None) -> Issue:
    """It stays with the unit."""
    with LEDGER.moving(issue, "refuse_return", rights, version) as move:
        move.note = reason
        return move.row


def designate(*, issue: Issue, assignment: Assignment, rights: Rights, version: int | None = None) -> Issue:
    """Decide whose job it is, once and for all; the clock is not reset."""
    with LEDGER.moving(issue, "designate", rights, version) as move:
        _give(move, assignment)
        move.row.is_designated = True
        return move.row


def _give(move: Move[Issue], assignment: Assignment) -> None:
    """Put the assignment on the row; the named person must serve where the work is."""
    serving = Posting.objects.current().filter(user=assignment.handler, role__in=[Role.HANDLER, Role.UNIT_HEAD])
    paths = [posting.unit.path for posting in serving.select_related("unit")]
    if not any(
        assignment.lead_unit.path.startswith(path) or path.startswith(assignment.lead_unit.path) for path in paths
    ):
        raise RefusedStepError(
            _("%(person)s 不是 %(unit)s 的承办人。") % {"person": assignment.handler, "unit": assignment.lead_unit}
        )
    if not 1 <= assignment.workdays <= limits.length("ledger.longest"):
        raise RefusedStepError(
            _("期限要在 1 到 %(longest)d 个工作日之间。") % {"longest": limits.length("ledger.longest")}
        )
    refuse_if_recused(move.row, assignment.handler)
    issue = move.row
    issue.lead_unit, issue.proposed_unit = assignment.lead_unit, None
    issue.handler = assignment.handler
    issue.accepting_unit = assignment.accepting_unit
    issue.horizon = assignment.horizon
    issue.assigned_at = clock.now()
    move.note = assignment.note
    move.detail = {
        "lead_unit": str(assignment.lead_unit),
        "handler": str(assignment.handler),
        "accepting_unit": str(assignment.accepting_unit),
        "workdays": assignment.workdays,
    }
