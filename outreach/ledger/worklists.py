"""The standing lists of the ledger: what is being chased, and what waits for whom."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.counting import capped_counts
from outreach.ledger import standing
from outreach.ledger.models import CoUnit, Extension, Issue, IssueQuerySet
from outreach.ledger.permissions import ACCEPT, CHECK, HANDLE, LEAD, MANAGE, VIEW
from outreach.ledger.states import STANDING, State
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Worklist:
    """One standing list; ``condition`` takes it out of what somebody may see."""

    key: str
    label: Promise
    condition: Callable[[Rights], Q]


def mine(rights: Rights) -> Q:
    """What I answer for or brought in."""
    return standing.active() & (Q(handler=rights.user) | Q(author=rights.user))


def waiting_for(rights: Rights) -> Q:
    """Items whose next step is this person's to take."""
    condition = Q(status=State.DRAFT, author=rights.user)
    condition |= Q(status__in=[State.ASSIGNED, State.IN_PROGRESS], handler=rights.user)
    for part in _asked_of(rights):
        condition |= part
    return condition


def _asked_of(rights: Rights) -> Iterator[Q]:
    """What each permission this person holds has to decide, answer or check."""
    pending = Extension.objects.filter(is_granted=None)
    if rights.may(MANAGE):
        asked = pending.exclude(head_agreed_at=None).order_by().values("issue")
        mine_to_decide = Q(status__in=[State.PENDING, State.OPEN, State.RETURN_REQUESTED, State.AWAITING_RATING])
        yield rights.as_q(MANAGE, "unit") & (mine_to_decide | Q(pk__in=asked))
    if rights.may(CHECK):
        asked = pending.filter(head_agreed_at=None).order_by().values("issue")
        yield rights.as_q(CHECK, "lead_unit") & (Q(status=State.SUBMITTED) | Q(pk__in=asked))
    if rights.may(ACCEPT):
        yield rights.as_q(ACCEPT, "accepting_unit") & Q(status=State.VERIFYING)
    if rights.may(LEAD):
        yield rights.as_q(LEAD, "unit") & Q(status=State.OPEN, is_major=True, approved_by=None)
        to_review = Q(status=State.LONG_TERM, review_on__lte=clock.today())
        yield rights.as_q(LEAD, "lead_unit") & to_review
    if rights.may(HANDLE):
        helping = CoUnit.objects.filter(rights.as_q(HANDLE, "unit"), answered_at=None).order_by().values("issue")
        yield Q(pk__in=helping, status__in=[State.IN_PROGRESS, State.LONG_TERM])


def of_my_units(rights: Rights) -> Q:
    """What the units I serve in, and everything under them, lead, raised, or shall lead in the eyes of who found it."""
    here = OrgUnit.objects.within(*[unit.path for unit in rights.units]).order_by().values("pk")
    proposed = Issue.objects.proposed(Q(proposed_unit__in=here))
    return standing.active() & (Q(lead_unit__in=here) | Q(unit__in=here) | proposed)


WORKLISTS = {
    worklist.key: worklist
    for worklist in [
        Worklist("active", _("全部在办"), lambda _rights: standing.active()),
        Worklist("mine", _("我的"), mine),
        Worklist("waiting", _("等我处理"), waiting_for),
        Worklist("overdue", _("逾期"), lambda _rights: standing.overdue()),
        Worklist("soon", _("快到期"), lambda _rights: standing.due_soon()),
        Worklist("verifying", _("待验收"), lambda _rights: Q(status=State.VERIFYING)),
        Worklist("unit", _("本单位"), of_my_units),
        Worklist("all", _("整本台账"), lambda _rights: Q()),
    ]
}


def in_worklist(key: str, rights: Rights) -> IssueQuerySet:
    """The visible items of one standing list; raises ``KeyError`` for a list there is not."""
    visible: IssueQuerySet = Issue.objects.visible_to(rights)
    return visible.filter(WORKLISTS[key].condition(rights))


def tallies(conditions: Sequence[Q], rights: Rights, *, cap: int) -> list[int]:
    """How many items that have not ended are visible and meet each condition, in one statement.

    What one part of the enterprise sees is read once for all conditions; of the whole, each is counted by itself and
    no further than ``cap + 1``.
    """
    visible: IssueQuerySet = Issue.objects.visible_to(rights).filter(status__in=STANDING).order_by()
    if rights.everywhere(VIEW):
        return capped_counts([visible.filter(condition) for condition in conditions], cap=cap)
    counted = visible.aggregate(
        **{f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(conditions)}
    )
    return [counted[f"n{place}"] for place in range(len(conditions))]
