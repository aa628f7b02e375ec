"""The page of one item: the summary and the next step first, then everything gathered on its way."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.audit.workflow import record
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.history import entry_of, timeline
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.listing import Listing, list_url
from outreach.ledger.models import (
    CoUnit,
    Evidence,
    Extension,
    Issue,
    IssueEvent,
    LookBack,
    Measure,
    Rating,
    SupportRequest,
)
from outreach.ledger.sources import RecordLink, Source, sources
from outreach.ledger.states import Stage, State
from outreach.ledger.views.base import LedgerView
from outreach.ledger.views.nextstep import next_on_page
from outreach.org.scoping import Rights

RELATED = 4
#: The eight steps of a matter, and how many are behind it in each state.
PATH = [
    gettext_lazy("入账"),
    gettext_lazy("交办"),
    gettext_lazy("签收"),
    gettext_lazy("办理"),
    gettext_lazy("初核"),
    gettext_lazy("验收"),
    gettext_lazy("评价"),
    gettext_lazy("销号"),
]
BEHIND = {
    State.DRAFT: 0,
    State.PENDING: 0,
    State.OPEN: 1,
    State.ASSIGNED: 2,
    State.RETURN_REQUESTED: 2,
    State.IN_PROGRESS: 3,
    State.SUSPENDED: 3,
    State.LONG_TERM: 3,
    State.SUBMITTED: 4,
    State.VERIFYING: 5,
    State.AWAITING_RATING: 6,
    State.CLOSED: 8,
}
#: What an item may have gathered: the steps that bring it, and those after which the history says it all.
GATHERED: dict[str, tuple[QuerySet[Any], set[str], set[str]]] = {
    "co_units": (CoUnit.objects.select_related("unit"), {"ask_co_unit"}, set()),
    "extensions": (
        Extension.objects.select_related("asked_by", "head"),
        {"request_extension", "agree_extension"},
        {"grant_extension", "refuse_extension"},
    ),
    "support_requests": (
        SupportRequest.objects.select_related("provider"),
        {"request_support", "note_support"},
        set(),
    ),
    "look_backs": (LookBack.objects.select_related("looked_by"), {"close", "close_with_reason"}, set()),
    "ratings": (Rating.objects.all(), {"rate"}, set()),
}
SUPERVISING = {"raise_supervision", "supervise", "lift_supervision"}


@dataclass(frozen=True)
class Neighbour:
    """Another item of the same unit."""

    issue: Issue
    light: TimeLight
    is_same_topic: bool


class IssueView(LedgerView):
    """``/ledger/<number>/``; ``from`` holds the list one came from, ``go`` asks for its next or previous item."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        issue = self.issue(number)
        came_from = request.GET.get("from", "")
        if direction := request.GET.get("go"):
            return self._go(issue, came_from, is_next=direction == "next")
        if issue.is_sealed:
            record(action="issue.viewed", obj=issue, detail={"sealed": True}, request=request)
        events = gather(issue, self.rights)
        calendar = WorkCalendar.current()
        context = {
            "issue": issue,
            "light": light_of(issue, calendar),
            "due": due_of(issue, calendar),
            "path": path_of(issue),
            "next": next_on_page(issue, self.rights),
            "measures": measures_of(issue),
            "evidence": evidence_of(issue),
            "timeline": timeline(events),
            "cause_event": next((event for event in reversed(events) if event.step == "write_cause"), None),
            "supervision": [entry_of(event) for event in events if event.step in SUPERVISING],
            "merged_into": self._merged_into(issue),
            **source_of(issue, self.rights),
            **back_links(issue, came_from),
        }
        return render(request, "ledger/issue_detail.html", context)

    def _merged_into(self, issue: Issue) -> Issue | None:
        """Where it goes on, for those who may see that."""
        return self.visible.filter(pk=issue.merged_into_id).first() if issue.merged_into_id else None

    def _go(self, issue: Issue, came_from: str, *, is_next: bool) -> HttpResponse:
        """The next item of the list one came from; at its end, back to the list."""
        found = Listing.of_query(came_from, self.rights).neighbour(issue, is_next=is_next)
        if found is None:
            messages.info(self.request, _("这是列表里的最后一条。") if is_next else _("这是列表里的第一条。"))
            return redirect(list_url(came_from))
        return redirect(f"{found.get_absolute_url()}?{urlencode({'from': came_from})}")


class RelatedView(LedgerView):
    """``/ledger/<number>/related/``: open items of the same unit, fetched when somebody scrolls there."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        issue = self.issue(number)
        calendar = WorkCalendar.current()
        others = self.visible.active().filter(unit=issue.unit_id).exclude(pk=issue.pk).for_list()
        related = [
            Neighbour(other, light_of(other, calendar), other.topic == issue.topic)
            for other in others.order_by("due_on", "pk")[:RELATED]
        ]
        return render(request, "ledger/_neighbours.html", {"related": related})


def gather(issue: Issue, rights: Rights) -> list[IssueEvent]:
    """Load the history, and what its steps have brought, onto ``issue``; returns the history.

    What no step has brought is not asked for, so that a page costs little however much an item may gather.
    """
    events = list(IssueEvent.objects.filter(issue=issue).told_to(rights).select_related("actor"))
    prefetch_related_objects(
        [issue],
        Prefetch("measures", Measure.objects.select_related("done_by")),
        Prefetch("evidence", Evidence.objects.select_related("attachment")),
        *(
            Prefetch(name, rows if _is_open(events, begun, ended) else rows.none())
            for name, (rows, begun, ended) in GATHERED.items()
        ),
    )
    return events


def _is_open(events: list[IssueEvent], begun: set[str], ended: set[str]) -> bool:
    """Whether the last of these steps began something."""
    steps = [event.step for event in events if event.step in begun | ended]
    return bool(steps) and steps[-1] in begun


def due_of(issue: Issue, calendar: WorkCalendar) -> dict[str, Any] | None:
    """The due date with the lines that explain it."""
    held = issue.internal_clock
    if held is None or issue.due_on is None:
        return None
    return {"lines": held.lines(calendar), "estimated": held.is_estimated}


def path_of(issue: Issue) -> list[tuple[str | Promise, str]]:
    """The eight steps with ``done``, ``now`` or nothing; none for what never entered the ledger."""
    behind = BEHIND.get(State(issue.status))
    if behind is None:
        return []
    marks = ["done"] * behind + ["now"] + [""] * len(PATH)
    return list(zip(PATH, marks, strict=False))


def measures_of(issue: Issue) -> list[tuple[Measure, int, bool]]:
    """Each measure with the number of files that show it, and whether its own date has passed undone."""
    files = [evidence.measure_id for evidence in issue.evidence.all()]
    return [
        (measure, files.count(measure.pk), measure.done_at is None and measure.planned_on < clock.today())
        for measure in issue.measures.all()
    ]


def evidence_of(issue: Issue) -> dict[str, list[Any]]:
    """Pictures before and after, taken when it was accepted and when somebody came back, and the papers."""
    every = list(issue.evidence.all())
    pictures = [one for one in every if one.attachment.is_image]
    return {
        "before": [one for one in pictures if one.stage == Stage.BEFORE],
        "after": [one for one in pictures if one.stage == Stage.AFTER],
        "on_site": [one for one in pictures if one.stage == Stage.ON_SITE],
        "papers": [one for one in every if one.look_back_id is None and _is_paper(one)],
        "looked_back": looked_back(issue),
        "all": every,
    }


def _is_paper(one: Evidence) -> bool:
    return one.stage == Stage.OTHER or not one.attachment.is_image


def looked_back(issue: Issue) -> list[tuple[LookBack, list[Evidence]]]:
    """What was found when somebody came back, the latest first, with what shows it; nothing of what is to come."""
    done = [one for one in issue.look_backs.all() if one.looked_at is not None]
    every = list(issue.evidence.all())
    return [(one, [shown for shown in every if shown.look_back_id == one.pk]) for one in reversed(done)]


def source_of(issue: Issue, rights: Rights) -> dict[str, Source | RecordLink | None]:
    """The channel, and the record this reader may open; nothing for a channel that is gone."""
    source = next((one for one in sources if one.key == issue.source), None)
    return {"source": source, "record": source.record_link(issue.pk, rights) if source else None}


def back_links(issue: Issue, came_from: str) -> dict[str, str]:
    """Back to where one was, and along that list."""
    kept = urlencode({"from": came_from}) if came_from else ""
    here = f"{issue.get_absolute_url()}?{kept}"
    return {
        "back_url": list_url(came_from),
        "kept": f"?{kept}" if kept else "",
        "previous_url": f"{here}&go=previous" if kept else "",
        "next_url": f"{here}&go=next" if kept else "",
        "same_unit_url": list_url(urlencode({"view": "active", "unit": issue.unit_id})),
        "same_topic_url": list_url(urlencode({"view": "active", "topic": issue.topic})),
    }
