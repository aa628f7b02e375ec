"""The verbs of planning: intend a visit, call it off."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fieldvisits.limits import PLAN_AHEAD
from fieldvisits.models import VisitPlan
from fieldvisits.permissions import PLAN
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights


def may_plan(point: ContactPoint, rights: Rights) -> bool:
    """The office plans for everybody, a leader and the liaison for their own point."""
    is_own = rights.user is not None and rights.user.pk in {point.leader.user_id, point.liaison_id}
    return is_own or rights.covers(PLAN, point.unit.path)


def plan_visit(*, point: ContactPoint, planned_on: date, note: str, rights: Rights) -> VisitPlan:
    """Intend a visit to a contact point on a day to come; once per point and day."""
    if not may_plan(point, rights):
        raise PermissionDenied(_("走访由台账办、联系领导和联络员安排。"))
    today = clock.today()
    if not today <= planned_on <= today + timedelta(days=limits.length(PLAN_AHEAD)):
        raise RefusedStepError(_("请选今天或以后、一年以内的日子。"))
    if not point.is_active or planned_on < point.since or (point.until and planned_on > point.until):
        raise RefusedStepError(_("这一天不在联系期内。"))
    try:
        with transaction.atomic():
            plan = VisitPlan.objects.create(
                contact_point=point, planned_on=planned_on, note=note, planned_by=rights.user
            )
            record(action="visit.planned", actor=rights.user, obj=plan)
            return plan
    except IntegrityError:
        raise RefusedStepError(_("这一天已经安排了去这里。")) from None


@transaction.atomic
def cancel_plan(*, plan: VisitPlan, reason: str, rights: Rights) -> VisitPlan:
    """Call a planned visit off; the plan and the reason stay readable."""
    locked = VisitPlan.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=plan.pk)
    if not may_plan(locked.contact_point, rights):
        raise PermissionDenied(_("走访由台账办、联系领导和联络员安排。"))
    if locked.cancelled_at is not None:
        raise RefusedStepError(_("这次走访已经取消过了。"))
    locked.cancelled_at = clock.now()
    locked.cancel_reason = reason
    locked.save(update_fields=["cancelled_at", "cancel_reason"])
    record(action="visit.called_off", actor=rights.user, obj=locked)
    return locked
