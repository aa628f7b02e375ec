"""What the channel shows on the page of a contact point: who went there, and who goes next."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from fieldvisits.models import Visit, VisitPlan
from fieldvisits.permissions import RECORD
from fieldvisits.promises import Promise, promises_at
from fieldvisits.quarters import Quarter
from fieldvisits.queries import done_in
from outreach.calendars.lights import Light
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import Action, Figure, Line, Panel
from outreach.org.scoping import Rights

_SHOWN = 5


def point_panel(point: ContactPoint, rights: Rights) -> Panel:
    """Planned visits for those who may know of them, then the visits held, newest first."""
    listed = f"{reverse('fieldvisits:list')}?{urlencode({'point': point.pk})}"
    visits = Visit.objects.visible_to(rights).filter(contact_point=point).for_list()
    sees_plan = point.shows_quota_to(rights)
    return Panel(
        title=_("去过、要去") if sees_plan else _("去过"),
        lines=(*(_coming(point) if sees_plan else ()), *(_held(visit) for visit in visits[:_SHOWN])),
        figures=_figures(point, listed) if sees_plan else (),
        actions=_actions(point, rights, sees_plan=sees_plan),
        more_url=listed,
        more_label=_("全部走访"),
        empty=_("还没有人去过。"),
        is_story=True,
    )


def promises_panel(point: ContactPoint, rights: Rights) -> Panel | None:
    """What was promised there and is not kept yet; kept promises are in the ledger."""
    open_ones = [one for one in promises_at(point.unit, rights) if not one.is_kept]
    if not open_ones:
        return None
    lines = tuple(
        Line(
            one.what,
            one.issue.get_absolute_url() if one.issue else one.url,
            code=one.issue.number if one.issue else "",
            detail=one.detail,
            **_standing(one),
        )
        for one in open_ones[:_SHOWN]
    )
    return Panel(title=_("答应过、还没兑现的"), lines=lines)


def _standing(one: Promise) -> dict[str, Any]:
    """The day that was named for the support comes before the deadline of the item."""
    if one.support is not None and one.support.is_late:
        return {"light": Light.RED, "words": _("过了日子还没到位")}
    return {"light": one.light.name, "words": one.light.words} if one.light else {}


def _figures(point: ContactPoint, listed: str) -> tuple[Figure, ...]:
    quarter = Quarter.of(clock.today())
    done, _newest = done_in([point], quarter).get(point.pk, (0, None))
    due = point.visit_quota
    note = _("还差 %(n)d 次") % {"n": due - done} if done < due else _("应到的都到了")
    span = urlencode({"since": quarter.first, "until": quarter.last, "more": "own_leader"})
    return (Figure(done, _("本季领导到场"), f"{listed}&{span}", of=due, note=note),)


def _actions(point: ContactPoint, rights: Rights, *, sees_plan: bool) -> tuple[Action, ...]:
    actions = []
    if sees_plan:
        plan_url = f"{reverse('fieldvisits:plan')}?{urlencode({'point': point.pk})}#new"
        actions.append(Action(_("安排走访"), plan_url, "calendar-plus"))
    if rights.covers(RECORD, point.unit.path):
        new_url = f"{reverse('fieldvisits:new')}?{urlencode({'unit': point.unit_id})}"
        actions.append(Action(_("记一次走访"), new_url, "square-pen", is_primary=True))
    return tuple(actions)


def _coming(point: ContactPoint) -> tuple[Line, ...]:
    plans = VisitPlan.objects.standing().filter(contact_point=point, planned_on__gte=clock.today())
    return tuple(
        Line(_("计划去"), on=plan.planned_on, detail=plan.note or str(point.leader.user), is_next=True)
        for plan in plans[:2][::-1]
    )


def _held(visit: Visit) -> Line:
    who = str(visit.leader.user) if visit.leader else str(visit.author)
    return Line(
        title=visit.get_kind_display(),
        url=visit.get_absolute_url(),
        on=visit.visited_on,
        detail=f"{who} · {visit.outcome_words}",
    )
