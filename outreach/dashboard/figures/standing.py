"""Where the open items stand: in which state, how late, and the most urgent of them."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise

from outreach.calendars.workdays import WorkCalendar
from outreach.dashboard.scope import Amount, Scope, ledger_url
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.models import Issue
from outreach.ledger.states import ACTIVE, RUNNING, State, SupervisionLevel

MOST_URGENT = 10


@dataclass(frozen=True)
class InState:
    """How many items wait in one state."""

    state: State
    label: str | Promise
    amount: Amount


@dataclass(frozen=True)
class Standing:
    """The open items; ``late_carded`` of the late ones have a yellow or red card."""

    states: list[InState]
    active: Amount
    late: Amount
    late_carded: Amount
    soon: Amount
    due_today: Amount


@dataclass(frozen=True)
class Urgent:
    """One of the items whose time is nearest or gone."""

    issue: Issue
    light: TimeLight


def standing(scope: Scope) -> Standing:
    """One statement for all of it."""
    counted = (
        scope.issues.active()
        .values("status")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=scope.is_late),
            carded=Count("pk", filter=scope.is_late & Q(supervision_level__gte=SupervisionLevel.YELLOW_CARD)),
            soon=Count("pk", filter=scope.is_soon),
            today=Count("pk", filter=Q(status__in=RUNNING, due_on=scope.today)),
        )
    )
    rows = {row["status"]: row for row in counted}
    total = {name: sum(row[name] for row in rows.values()) for name in ("n", "late", "carded", "soon", "today")}
    today = str(scope.today)
    return Standing(
        [
            InState(state, state.label, Amount(rows[state]["n"] if state in rows else 0, ledger_url(state=state)))
            for state in ACTIVE
        ],
        active=Amount(total["n"], ledger_url(view="active")),
        late=Amount(total["late"], ledger_url(view="overdue")),
        late_carded=Amount(total["carded"], ledger_url(view="overdue", flag="card")),
        soon=Amount(total["soon"], ledger_url(view="soon")),
        due_today=Amount(total["today"], ledger_url(view="soon", due_since=today, due_until=today)),
    )


def most_urgent(scope: Scope) -> list[Urgent]:
    """The nearest deadlines first; items whose clock does not run are not urgent."""
    calendar = WorkCalendar.current()
    nearest = scope.issues.running().for_list().order_by("due_on", "pk")[:MOST_URGENT]
    return [Urgent(issue, light_of(issue, calendar, scope.today)) for issue in nearest]
