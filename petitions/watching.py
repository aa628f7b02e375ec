"""督办 that the dates show by themselves (信访工作条例, Art. 40): nobody has to notice, and nobody can look away."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue
from petitions.limits import DELIVER
from petitions.models import CaseSupervision, Hearing, Petition, PetitionQuerySet
from petitions.states import State
from petitions.statute import Outcome, Stage, Trigger
from petitions.workflow import supervise_by_itself

#: So many units saying that it is not theirs is passing it around.
_PASSED_AROUND = 2
#: What was lifted rests for so long before it is looked at again.
_REST = timedelta(days=30)
_OVERDUE = _("法定期限已过")
_PUSHED_AROUND = _("已经有两个单位推回")
_UNDELIVERED = _("意见或者协议书写好后没有按时送达")
_UNRECORDED = _("听证早就过了，没有记录，也没有取消")
_NOT_DONE = _("意见支持诉求，台账事项却逾期没有办")


def supervise_late() -> int:
    """Put under supervision what goes wrong now and was not raised for it before; how many."""
    raised = 0
    for trigger, reason, found in _wrong():
        known = CaseSupervision.objects.filter(petition=OuterRef("pk"), trigger=trigger)
        if trigger == Trigger.OVERDUE:  # of this term: lifted once, the next one may be missed too
            known = known.filter(raised_at__date__gt=OuterRef("due_on"))
        else:
            known = known.filter(Q(lifted_at=None) | Q(lifted_at__gt=clock.now() - _REST))
        for petition in found.filter(~Exists(known) & ~_open(trigger), is_sealed=False):
            raised += _raise(petition, trigger, reason)
    return raised


def _open(trigger: Trigger) -> Exists:
    return Exists(CaseSupervision.objects.filter(petition=OuterRef("pk"), trigger=trigger, lifted_at=None))


def _raise(petition: Petition, trigger: Trigger, reason: Promise) -> bool:
    try:
        supervise_by_itself(petition=petition, trigger=trigger, reason=str(reason))
    except RefusedStepError:  # it moved meanwhile
        return False
    return True


def _wrong() -> Iterator[tuple[Trigger, Promise, PetitionQuerySet]]:
    open_ones: PetitionQuerySet = Petition.objects.filter(is_sealed=False)
    yield Trigger.OVERDUE, _OVERDUE, open_ones.overdue()
    passed = Count("referrals", filter=Q(referrals__objected_at__isnull=False))
    sent = open_ones.filter(status=State.REFERRED).annotate(passed=passed)
    yield Trigger.EVASION, _PUSHED_AROUND, sent.filter(passed__gte=_PASSED_AROUND)
    late = clock.start_of(clock.today() - timedelta(days=limits.length(DELIVER)))
    waiting = open_ones.filter(status__in=(State.OPINION_ISSUED, State.REVIEW_DECIDED, State.FINAL_DECIDED))
    kept = Q(opinions__is_current=True, opinions__delivered_on=None, opinions__issued_at__lt=late)
    yield Trigger.PROCEDURE, _UNDELIVERED, waiting.filter(kept).distinct()
    agreed = open_ones.filter(status=State.MEDIATED, mediations__written_at__lt=late)
    yield Trigger.PROCEDURE, _UNDELIVERED, agreed.exclude(mediations__written_at__gte=late).distinct()
    # A final review stands still until its hearing is recorded (Art. 36): nobody lets it stand by not recording.
    over = Hearing.objects.filter(ended_at=None, held_at__lt=late).order_by()
    yield Trigger.PROCEDURE, _UNRECORDED, open_ones.filter(pk__in=over.values("petition"))
    supported = Q(opinions__is_current=True, opinions__stage=Stage.HANDLING, opinions__outcome=Outcome.SUPPORT)
    missed = open_ones.filter(status__in=(State.DELIVERED, State.RATED)).filter(supported)
    missed = missed.filter(issue__in=Issue.objects.unsealed().overdue().order_by().values("pk"))
    yield Trigger.NOT_CARRIED_OUT, _NOT_DONE, missed
