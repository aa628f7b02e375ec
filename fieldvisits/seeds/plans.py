"""Plans in the demo: made once a quarter, agreed to by the office after some days, told to the unit by letter."""

from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from fieldvisits.documents.kinds import LETTER
from fieldvisits.models import PeakPeriod, VisitPlan
from fieldvisits.models.plan import DOSSIER
from fieldvisits.quarters import Quarter
from fieldvisits.workflow.planning import approve_plan, move_plan, plan_visit
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.models import ContactPoint
from outreach.documents.models import Document
from outreach.documents.workflow import draft_document, issue

PURPOSES = ("看夜班和交接班", "上次答应的事办得怎样", "设备检修前到现场看一看", "听班组长说困难")
_OFFICE = "ledger"
_SLOW, _NOTICE = timedelta(days=4), timedelta(days=7)


def seed_plans(world: Any) -> None:
    quarter = Quarter.of(world.today)
    if not VisitPlan.objects.filter(planned_on__range=(quarter.first, quarter.last)).exists():
        _plan(world, quarter)
    _agree(world)
    _write_letters(world)


def _plan(world: Any, quarter: Quarter) -> None:
    points = ContactPoint.objects.active(world.today).select_related("unit", "leader__user").order_by("pk")
    for place, point in enumerate(points):
        day = world.today + timedelta(days=world.rng.randint(1, max(1, (quarter.last - world.today).days)))
        try:
            plan_visit(
                point=point,
                planned_on=_weekday(day),
                note=world.rng.choice(PURPOSES),
                is_unannounced=place % 3 == 2,
                rights=world.rights("leader" if point.leader.user == world.cast["leader"] else _OFFICE),
            )
        except RefusedStepError:
            continue  # the period of the point ends before that day
    month_end = quarter.last - timedelta(days=4)
    unit = world.rights("head").units[0]
    PeakPeriod.objects.get_or_create(unit=unit, first=month_end, last=quarter.last, defaults={"why": "季末装船高峰"})


def _agree(world: Any) -> None:
    """What waited for some days is agreed to; one in the week of a peak is moved first."""
    rights = world.rights(_OFFICE)
    waiting = VisitPlan.objects.standing().for_page().filter(approved_at=None, planned_on__gte=world.today)
    for plan in waiting.filter(created_at__date__lte=world.today - _SLOW):
        approve_plan(plan=plan, rights=rights)
    peaks = PeakPeriod.objects.filter(first__range=(world.today, world.today + _NOTICE))
    for peak in peaks:
        met = VisitPlan.objects.standing().for_page().filter(planned_on__range=(peak.first, peak.last))
        for plan in met.filter(contact_point__unit__path__startswith=peak.unit.path, moved_from=None):
            to = _weekday(peak.first - timedelta(days=3))
            if to >= world.today:
                move_plan(plan=plan, to=to, reason=f"单位正忙：{peak.why}", rights=rights)


def _write_letters(world: Any) -> None:
    """A week ahead, where the visit is announced."""
    rights = world.rights(_OFFICE)
    told = Document.objects.filter(dossier=DOSSIER).values("record_id")
    near = VisitPlan.objects.standing().for_page().filter(planned_on__range=(world.today, world.today + _NOTICE))
    for plan in near.exclude(pk__in=told):
        if LETTER.suits(plan):
            values = {**LETTER.fill(plan), "companions": "2人"}
            token = uuid5(NAMESPACE_OID, f"letter of plan {plan.pk}")
            issue(
                document=draft_document(kind=LETTER, about=plan, values=values, token=token, rights=rights),
                rights=rights,
            )


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
