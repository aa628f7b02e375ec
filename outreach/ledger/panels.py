"""What the ledger shows on the page of a contact point: the items of that unit that are still chased."""

from datetime import date

from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.contactpoints.panels import Figure, Line, Panel, panels
from outreach.ledger.burden import point_panel as burden_panel
from outreach.ledger.lights import light_of
from outreach.ledger.models import Issue, IssueQuerySet
from outreach.ledger.permissions import VIEW
from outreach.ledger.states import ACTIVE, RUNNING, State
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

_SHOWN = 6


def declare() -> None:
    """Called once when the room starts."""
    panels.register("ledger", point_panel)
    panels.register("burden", burden_panel)


def point_panel(point: ContactPoint, rights: Rights) -> Panel | None:
    """The items raised in the unit or under it, nearest deadline first, as this reader may see them."""
    if not rights.may(VIEW):
        return None
    below = OrgUnit.objects.within(point.unit.path).order_by().values("pk")
    issues: IssueQuerySet = Issue.objects.visible_to(rights).filter(unit__in=below)
    counts = _counts(issues, clock.today())
    listed = f"{reverse('ledger:list')}?unit={point.unit_id}"
    # Where a clock runs first, then what rests or waits for one.
    is_resting = Case(When(status__in=RUNNING, then=Value(0)), default=Value(1))
    nearest = issues.active().for_list().order_by(is_resting, F("due_on").asc(nulls_last=True), "pk")[:_SHOWN]
    return Panel(
        title=_("在办 %(n)d 条") % {"n": counts["active"]},
        lines=_lines(nearest),
        figures=(
            Figure(counts["active"], _("在办"), listed, note=_year_words(counts)),
            Figure(counts["late"], _("逾期"), f"{listed}&light=red", light="red"),
            Figure(counts["soon"], _("快到期"), f"{listed}&light=yellow", light="yellow"),
        ),
        more_url=listed,
        more_label=_("在台账里打开"),
        empty=_("没有在办的事项。"),
    )


def _counts(issues: IssueQuerySet, today: date) -> dict[str, int]:
    """The figures in one statement, asked the same way as the lists they open."""
    running = Q(status__in=RUNNING)
    first_day = today.replace(month=1, day=1)
    return issues.aggregate(
        active=Count("pk", filter=Q(status__in=ACTIVE)),
        late=Count("pk", filter=running & Q(due_on__lt=today)),
        soon=Count("pk", filter=running & Q(due_on__gte=today, due_soon_on__lte=today)),
        entered=Count("pk", filter=Q(entered_at__date__gte=first_day)),
        closed=Count("pk", filter=Q(status=State.CLOSED, closed_at__date__gte=first_day)),
    )


def _year_words(counts: dict[str, int]) -> str:
    return _("今年入账 %(entered)d，销号 %(closed)d") % {"entered": counts["entered"], "closed": counts["closed"]}


def _lines(issues: IssueQuerySet) -> tuple[Line, ...]:
    calendar = WorkCalendar.current()
    lines = []
    for issue in issues:
        light = light_of(issue, calendar)
        who = issue.handler or issue.lead_unit
        lines.append(
            Line(
                title=issue.title,
                url=issue.get_absolute_url(),
                code=issue.number,
                on=issue.due_on,
                detail=" · ".join([str(issue.get_source_display()), *([str(who)] if who else [])]),
                light=light.name,
                words=str(light.words) if issue.is_running else str(issue.get_status_display()),
            )
        )
    return tuple(lines)
