"""The verbs of planning: intend visits, agree to one, move it, call it off."""

import uuid
from collections.abc import Sequence
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

#: More visits than this are not planned in one go: a year of fortnights.
MOST_AT_ONCE = 26


def may_plan(point: ContactPoint, rights: Rights) -> bool:
    """The office plans for everybody, a leader and the liaison for their own point."""
    is_own = rights.user is not None and rights.user.pk in {point.leader.user_id, point.liaison_id}
    return is_own or rights.covers(PLAN, point.unit.path)


def may_approve(point: ContactPoint, rights: Rights) -> bool:
    """The office, which knows who else goes there."""
    return rights.covers(PLAN, point.unit.path)


def plan_visit(
    *, point: ContactPoint, planned_on: date, note: str, rights: Rights, is_unannounced: bool = False
) -> VisitPlan:
    """Intend a visit to a contact point on a day to come; once per point and day."""
    return plan_visits(point=point, days=[planned_on], note=note, rights=rights, is_unannounced=is_unannounced)[0]


@transaction.atomic
def plan_visits(
    *, point: ContactPoint, days: Sequence[date], note: str, rights: Rights, is_unannounced: bool = False
) -> list[VisitPlan]:
    """Intend several visits in one go, all of them or none; what the office plans is agreed to already."""
    if not may_plan(point, rights):
        raise PermissionDenied(_("走访由台账办、联系领导和联络员安排。"))
    if len(days) > MOST_AT_ONCE:
        raise RefusedStepError(_("一次最多安排 %(n)d 次。") % {"n": MOST_AT_ONCE})
    series = uuid.uuid4()
    is_agreed = may_approve(point, rights)
    made = []
    for day in days:
        _check_day(point, day)
        plan = VisitPlan(
            contact_point=point,
            planned_on=day,
            note=note,
            is_unannounced=is_unannounced,
            series=series,
            planned_by=rights.user,
            approved_at=clock.now() if is_agreed else None,
            approved_by=rights.user if is_agreed else None,
        )
        _save_once(plan)
        record(action="visit.planned", actor=rights.user, obj=plan)
        made.append(plan)
    return made


def approve_plan(*, plan: VisitPlan, rights: Rights) -> VisitPlan:
    """Agree to what a leader or a liaison intends."""
    with transaction.atomic():
        locked = _locked(plan, rights)
        if not may_approve(locked.contact_point, rights):
            raise PermissionDenied(_("走访计划由台账办同意。"))
        if locked.is_approved:
            raise RefusedStepError(_("这次走访已经同意过了。"))
        locked.approved_at, locked.approved_by = clock.now(), rights.user
        locked.save(update_fields=["approved_at", "approved_by"])
        record(action="visit.approved", actor=rights.user, obj=locked)
        return locked


def move_plan(*, plan: VisitPlan, to: date, reason: str, rights: Rights) -> VisitPlan:
    """Another day, and why; the day first planned stays readable. Moved by somebody else, the office agrees anew."""
    with transaction.atomic():
        locked = _locked(plan, rights)
        _check_may_change(locked, rights)
        _check_day(locked.contact_point, to)
        if to == locked.planned_on:
            raise RefusedStepError(_("这就是原来定的那天。"))
        before = locked.planned_on
        locked.moved_from = locked.moved_from or before
        locked.planned_on, locked.move_reason = to, reason
        if not may_approve(locked.contact_point, rights):
            locked.approved_at = locked.approved_by = None
        _save_once(locked)
        detail = {"before": str(before), "after": str(to)}
        record(action="visit.moved", actor=rights.user, obj=locked, detail=detail)
        return locked


@transaction.atomic
def cancel_plan(*, plan: VisitPlan, reason: str, rights: Rights) -> VisitPlan:
    """Call a planned visit off; the plan and the reason stay readable."""
    locked = _locked(plan, rights)
    _check_may_change(locked, rights)
    locked.cancelled_at = clock.now()
    locked.cancel_reason = reason
    locked.save(update_fields=["cancelled_at", "cancel_reason"])
    record(action="visit.called_off", actor=rights.user, obj=locked)
    return locked


def follow_period(*, point: ContactPoint) -> None:
    """After a change of its period: plans of days that it no longer covers go over to the next one, or are off."""
    plans = VisitPlan.objects.standing().filter(contact_point=point, planned_on__gte=clock.today())
    for plan in plans.select_for_update(of=("self",)):
        in_use = ContactPoint.objects.active(plan.planned_on)
        if in_use.filter(pk=point.pk).exists():
            continue
        following = in_use.filter(renews=point).first()
        if following is not None:
            plan.contact_point = following
        else:
            plan.cancelled_at, plan.cancel_reason = clock.now(), _("联系期已结束")
            record(action="visit.called_off", obj=plan)
        plan.save(update_fields=["contact_point", "cancelled_at", "cancel_reason"])


def _locked(plan: VisitPlan, rights: Rights) -> VisitPlan:
    locked: VisitPlan = VisitPlan.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=plan.pk)
    if not locked.is_standing:
        raise RefusedStepError(_("这次走访已经取消过了。"))
    return locked


def _check_may_change(plan: VisitPlan, rights: Rights) -> None:
    if not may_plan(plan.contact_point, rights):
        raise PermissionDenied(_("走访由台账办、联系领导和联络员安排。"))


def _check_day(point: ContactPoint, day: date) -> None:
    today = clock.today()
    if not today <= day <= today + timedelta(days=limits.length(PLAN_AHEAD)):
        raise RefusedStepError(_("请选今天或以后、一年以内的日子。"))
    if not ContactPoint.objects.active(day).filter(pk=point.pk).exists():
        raise RefusedStepError(_("%(day)s 不在联系期内。") % {"day": day})


def _save_once(plan: VisitPlan) -> None:
    """One standing plan per point and day."""
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise RefusedStepError(_("%(day)s 已经安排了去这里。") % {"day": plan.planned_on}) from None
