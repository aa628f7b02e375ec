"""What was promised on earlier visits to a unit, and whether it was kept: asked after on the next one (承诺回访)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fieldvisits.models import Decision, Visit, VisitFinding
from fieldvisits.states import MinutesState
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.models import Issue, SupportRequest
from outreach.ledger.states import State
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: Only the latest are asked after; older ones are in the ledger, where nothing is forgotten.
_LOOKED_THROUGH = 30


@dataclass(frozen=True)
class Promise:
    """What, by whom, by when, said on which visit; ``issue`` where this reader may see the item it became."""

    what: str
    who: str
    by: date | None
    said_on: date
    url: str
    issue: Issue | None
    light: TimeLight | None
    support: SupportRequest | None = None

    @property
    def is_kept(self) -> bool:
        """The item is struck off, or the support has come before that."""
        has_come = self.support is not None and self.support.provided_at is not None
        return has_come or (self.issue is not None and self.issue.status == State.CLOSED)

    @property
    def words(self) -> str:
        if self.support is not None and self.support.provided_at is not None:
            return _("%(day)s 已到位") % {"day": clock.day_of(self.support.provided_at)}
        return str(self.issue.get_status_display()) if self.issue else ""

    @property
    def detail(self) -> str:
        """Who and by when, in one line."""
        by = _("%(day)s 以前") % {"day": self.by} if self.by else ""
        return " · ".join(part for part in (self.who, by) if part)


def promises_at(unit: OrgUnit, rights: Rights) -> list[Promise]:
    """Decisions of minutes and support promised on findings, of visits this reader may see; kept ones last."""
    visits = Visit.objects.visible_to(rights).filter(unit__path__startswith=unit.path).order_by().values("pk")
    decided = Decision.objects.filter(minutes__visit__in=visits).exclude(minutes__status=MinutesState.DRAFT)
    decisions = decided.select_related("minutes__visit").order_by("-minutes__visit__visited_on", "position")
    promised = VisitFinding.objects.filter(visit__in=visits).exclude(support_from="")
    findings = promised.select_related("visit", "support_request").order_by("-visit__visited_on", "position")
    rows: list[Any] = [*decisions[:_LOOKED_THROUGH], *findings[:_LOOKED_THROUGH]]
    wanted = [row.issue_id for row in rows if row.issue_id]
    issues = _items(wanted, rights)
    made = [_promise(row, issues) for row in rows]
    return sorted(made, key=lambda one: (one.is_kept, one.by or date.max, one.said_on))


def _items(wanted: list[int], rights: Rights) -> dict[int, Issue]:
    """As far as this reader may see them; of one that was merged the item in which it goes on."""
    seen = Issue.objects.visible_to(rights).for_list()
    items: dict[int, Issue] = seen.in_bulk(wanted) if wanted else {}
    into = {item.merged_into_id for item in items.values() if item.merged_into_id}
    going_on = seen.in_bulk(into) if into else {}
    return {pk: going_on.get(item.merged_into_id or 0, item) for pk, item in items.items()}


def _promise(row: Any, issues: dict[int, Issue]) -> Promise:
    issue = issues.get(row.issue_id) if row.issue_id else None
    light = light_of(issue, WorkCalendar.current()) if issue else None
    support = None
    if isinstance(row, Decision):
        visit = row.minutes.visit
        url, said = row.minutes.get_absolute_url(), (row.what, row.owner, row.due_on)
    else:
        visit, support = row.visit, row.support_request if issue else None
        url, said = visit.get_absolute_url(), (row.support_text, row.support_from, row.support_by)
    what, who, by = said
    return Promise(what, who, by, visit.visited_on, url, issue, light, support)
