"""The board: where items pile up, and the same gates as everywhere when one is moved."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.calendars.workdays import WorkCalendar
from outreach.common.counting import capped_counts, capped_words
from outreach.ledger.forms import STEP_FORMS
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.listing import Listing
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.views.base import LedgerView
from outreach.ledger.workflow import LEDGER
from outreach.ledger.workflow.table import Step
from outreach.org.models import OrgUnit, UnitKind
from outreach.org.scoping import Rights

PER_COLUMN = 12
COUNTED = 1000
COLUMNS: dict[str, tuple[Promise, tuple[State, ...]]] = {
    State.PENDING: (gettext_lazy("待入账"), (State.PENDING,)),
    State.OPEN: (gettext_lazy("待交办"), (State.OPEN,)),
    State.ASSIGNED: (gettext_lazy("待签收"), (State.ASSIGNED, State.RETURN_REQUESTED)),
    State.IN_PROGRESS: (gettext_lazy("办理中"), (State.IN_PROGRESS,)),
    State.SUBMITTED: (gettext_lazy("待初核"), (State.SUBMITTED,)),
    State.VERIFYING: (gettext_lazy("待验收"), (State.VERIFYING,)),
    State.AWAITING_RATING: (gettext_lazy("待评价"), (State.AWAITING_RATING,)),
}


@dataclass(frozen=True)
class Ticket:
    """One card; ``moves`` are the steps this person may take from here to another column."""

    issue: Issue
    light: TimeLight
    moves: list[Step]


@dataclass(frozen=True)
class Column:
    """One state with its first cards, and how many more there are."""

    key: str
    label: Promise
    tickets: list[Ticket]
    count: str
    more_url: str


class BoardView(LedgerView):
    """``/ledger/board/``; takes the filters of the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(request.GET, self.rights)
        context = {"columns": columns(listing, self.rights), "listing": listing, "chips": unit_chips(listing)}
        return render(request, "ledger/board.html", context)


class BoardMoveView(LedgerView):
    """``/ledger/board/move/``: a card was dropped; go to the step that leads there, or say why there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        issue = self.issue(request.GET.get("issue", "")[:20].replace("\x00", ""))
        target = request.GET.get("to", "")
        steps = [step for step in moves(issue, self.rights) if step.target == target]
        if steps:
            url = reverse("ledger:step", args=[issue.number, steps[0].name])
            return redirect(f"{url}?{urlencode({'from': 'board'})}")
        label = COLUMNS[target][0] if target in COLUMNS else target[:20]
        words = _("“%(title)s”不能移到“%(state)s”：%(reason)s") % {
            "title": issue.title,
            "state": label,
            "reason": _why_not(issue, target, self.rights),
        }
        messages.error(request, words)
        return redirect("ledger:board")


def columns(listing: Listing, rights: Rights) -> list[Column]:
    """One statement per column, one for all counts."""
    asked = [listing.issues.filter(status__in=states) for _label, states in COLUMNS.values()]
    counts = capped_counts(asked, cap=COUNTED)
    calendar = WorkCalendar.current()
    found = []
    for (key, (label, _states)), issues, count in zip(COLUMNS.items(), asked, counts, strict=True):
        rows = issues.for_list().select_related("accepting_unit").order_by("due_on", "pk")[:PER_COLUMN] if count else []
        tickets = [Ticket(issue, light_of(issue, calendar), moves(issue, rights)) for issue in rows]
        more_url = listing.url(state=key) if count > PER_COLUMN else ""
        found.append(Column(key, label, tickets, capped_words(count, COUNTED), more_url))
    return found


def moves(issue: Issue, rights: Rights) -> list[Step]:
    """The steps out of this state that the person may take; what else they need is asked on the step's page."""
    return [
        step
        for name, step in LEDGER.steps.items()
        if name in STEP_FORMS
        and step.target is not None
        and issue.status in step.sources
        and LEDGER.allowed(issue, name, rights)
    ]


def unit_chips(listing: Listing) -> list[tuple[str, str, bool]]:
    """The subsidiaries as quick filters: label, address, whether it is the one shown."""
    chosen = listing.applied.get("lead_unit", "")
    units = OrgUnit.objects.active().filter(kind=UnitKind.SUBSIDIARY)[:8]
    return [(unit.name, f"?lead_unit={unit.pk}", chosen == str(unit.pk)) for unit in units]


def _why_not(issue: Issue, target: str, rights: Rights) -> Any:
    """The refusal of a step that would lead there, if the table has one."""
    for name, step in LEDGER.steps.items():
        if step.target == target and issue.status in step.sources and not step.by_system:
            return LEDGER.refusal(issue, name, rights)
    return _("现在是“%(state)s”，没有一步到那里的办法。") % {"state": issue.get_status_display()}
