"""What waits for somebody in this channel, for the home page: visits planned, and minutes to write, read or confirm."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fieldvisits.models import Minutes, VisitPlan
from fieldvisits.permissions import CONFIRM_MINUTES, RECEIVE
from fieldvisits.queries import without_visit
from fieldvisits.states import MinutesState
from outreach.common import clock
from outreach.ledger.sources import WorkLine
from outreach.org.roles import Role
from outreach.org.scoping import Rights

_SHOWN = 20
_AHEAD = timedelta(days=14)


def work_lines(rights: Rights) -> list[WorkLine]:
    """Visits planned, then minutes that wait for this person."""
    if rights.user is None:
        return []
    return [*_visits_to_come(rights), *_minutes(rights)][:_SHOWN]


def _visits_to_come(rights: Rights) -> list[WorkLine]:
    """Visits this person has planned for the next two weeks, and those that should have been held by now."""
    mine = VisitPlan.objects.visible_to(rights).standing().filter(planned_on__lte=clock.today() + _AHEAD)
    mine = mine.filter(contact_point__unit__is_active=True)
    own = mine.filter(
        Q(contact_point__leader__user=rights.user)
        | Q(contact_point__liaison=rights.user)
        # A letter told of it: the head of the unit knows who comes when.
        | rights.as_q(RECEIVE, "contact_point__unit")
    )
    open_plans = without_visit(own.select_related("contact_point__unit", "contact_point__leader"))
    return [_plan_line(plan, rights) for plan in open_plans[:_SHOWN]]


def _minutes(rights: Rights) -> list[WorkLine]:
    """Drafts of one's own, minutes to be confirmed or with an objection to answer, and those to be read in time."""
    own = Q(written_by=rights.user)
    headed = [posting.unit_id for posting in rights.postings if posting.role == Role.UNIT_HEAD]
    bound = Q(decisions__unit__in=headed, status=MinutesState.CIRCULATED)
    to_confirm = rights.as_q(CONFIRM_MINUTES, "visit__unit") & Q(status=MinutesState.CIRCULATED)
    found = Minutes.objects.visible_to(rights).exclude(status=MinutesState.CONFIRMED)
    found = found.filter(pk__in=Minutes.objects.filter(own | bound | to_confirm).order_by().values("pk"))
    waiting = Count("objections", filter=Q(objections__answered_at=None))
    rows = found.annotate(waiting=waiting).select_related("visit__unit", "visit__author")
    lines = (_minutes_line(row, rights) for row in rows.order_by("objections_until", "pk")[: 2 * _SHOWN])
    return [line for line in lines if line is not None][:_SHOWN]


def _minutes_line(row: Minutes, rights: Rights) -> WorkLine | None:
    title = _("%(unit)s现场办公纪要") % {"unit": row.visit.unit}
    is_keeper = row.written_by_id == getattr(rights.user, "pk", None)
    detail, verb = "", ""
    if row.is_draft:
        detail, verb = (_("起草中"), _("接着写")) if is_keeper else ("", "")
    elif is_keeper and row.waiting:  # type: ignore[attr-defined]  # annotated by _minutes
        detail, verb = _("有意见没有答复"), _("去答复")
    elif row.is_open_to_objections():
        detail, verb = ("", "") if is_keeper else (_("征求意见"), _("看一看"))
    elif rights.covers(CONFIRM_MINUTES, row.visit.unit.path):
        detail, verb = _("征求意见已经结束"), _("确认并编号")
    if not verb:
        return None
    due = row.objections_until if row.is_open_to_objections() else None
    return WorkLine(title=title, url=row.get_absolute_url(), detail=detail, verb=verb, due_on=due or clock.today())


def _plan_line(plan: VisitPlan, rights: Rights) -> WorkLine:
    unit = plan.contact_point.unit
    is_going = rights.user is not None and rights.user.pk in {
        plan.contact_point.leader.user_id,
        plan.contact_point.liaison_id,
    }
    return WorkLine(
        title=(_("去%(unit)s现场办公") if is_going else _("有人来%(unit)s现场办公")) % {"unit": unit},
        url=f"{reverse('fieldvisits:new')}?unit={unit.pk}" if is_going else plan.get_absolute_url(),
        detail=plan.note,
        verb=_("记一次走访") if is_going else _("看公函"),
        due_on=plan.planned_on,
        is_planned=True,
    )
