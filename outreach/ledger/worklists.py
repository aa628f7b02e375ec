"""The standing lists of the ledger: what is being chased, and what waits for whom."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.ledger.models import CoUnit, Extension, Issue, IssueQuerySet
from outreach.ledger.permissions import ACCEPT, CHECK, HANDLE, LEAD, MANAGE
from outreach.ledger.states import State
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Worklist:
    """One standing list; ``narrow`` takes it out of what somebody may see."""

    key: str
    label: Promise
    narrow: Callable[[IssueQuerySet, Rights], IssueQuerySet]


def mine(issues: IssueQuerySet, rights: Rights) -> IssueQuerySet:
    """What I answer for or brought in."""
    return issues.active().filter(Q(handler=rights.user) | Q(author=rights.user))


def waiting_for(issues: IssueQuerySet, rights: Rights) -> IssueQuerySet:
    """Items whose next step is this person's to take."""
    condition = Q(status=State.DRAFT, author=rights.user)
    condition |= Q(status__in=[State.ASSIGNED, State.IN_PROGRESS], handler=rights.user)
    for part in _asked_of(rights):
        condition |= part
    return issues.filter(condition)


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
    if rights.may(HANDLE):
        helping = CoUnit.objects.filter(rights.as_q(HANDLE, "unit"), answered_at=None).order_by().values("issue")
        yield Q(pk__in=helping, status__in=[State.IN_PROGRESS, State.LONG_TERM])


def of_my_units(issues: IssueQuerySet, rights: Rights) -> IssueQuerySet:
    """What the units I serve in, and everything under them, lead, raised, or shall lead in the eyes of who found it."""
    here = OrgUnit.objects.within(*[unit.path for unit in rights.units]).order_by().values("pk")
    proposed = Issue.objects.proposed(Q(proposed_unit__in=here))
    return issues.active().filter(Q(lead_unit__in=here) | Q(unit__in=here) | proposed)


WORKLISTS = {
    worklist.key: worklist
    for worklist in [
        Worklist("active", _("全部在办"), lambda issues, _rights: issues.active()),
        Worklist("mine", _("我的"), mine),
        Worklist("waiting", _("等我处理"), waiting_for),
        Worklist("overdue", _("逾期"), lambda issues, _rights: issues.overdue()),
        Worklist("soon", _("快到期"), lambda issues, _rights: issues.due_soon()),
        Worklist("verifying", _("待验收"), lambda issues, _rights: issues.filter(status=State.VERIFYING)),
        Worklist("unit", _("本单位"), of_my_units),
        Worklist("all", _("整本台账"), lambda issues, _rights: issues),
    ]
}


def in_worklist(key: str, rights: Rights) -> IssueQuerySet:
    """The visible items of one standing list; raises ``KeyError`` for a list there is not."""
    visible: IssueQuerySet = Issue.objects.visible_to(rights)
    return WORKLISTS[key].narrow(visible, rights)
