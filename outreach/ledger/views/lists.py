"""The list: standing lists, kept views, filters in the URL, pages by key, some rows picked for a bulk step."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from outreach.calendars.workdays import WorkCalendar
from outreach.common.counting import capped_counts, capped_words
from outreach.common.keyset import Page
from outreach.ledger.lights import TimeLight, light_of
from outreach.ledger.listing import ORDER_LABELS, PAGE_SIZES, Listing
from outreach.ledger.models import Issue, Measure, SavedView
from outreach.ledger.views.base import LedgerView
from outreach.ledger.views.bulk import acts_for
from outreach.ledger.worklists import WORKLISTS, tallies
from outreach.org.scoping import Rights

COUNTED = 1000
#: Standing lists that stand as tabs; the whole ledger is a link beside them.
TABS = [key for key in WORKLISTS if key != "all"]


@dataclass(frozen=True)
class Row:
    """One line of the list, ready to show."""

    issue: Issue
    light: TimeLight
    planned: int
    done: int


@dataclass(frozen=True)
class Tab:
    """A list somebody can switch to, and how many rows wait there."""

    label: str | Promise
    url: str
    count: str
    is_current: bool
    view: SavedView | None = None


class IssueListView(LedgerView):
    """``/ledger/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(request.GET, self.rights)
        page = listing.page()
        beside = tabs(listing, self.rights)
        context = {
            "listing": listing,
            "rows": rows_of(page.rows),
            "tabs": beside,
            "is_kept_view": any(tab.is_current and tab.view for tab in beside),
            "acts": acts_for(self.rights),
            "sizes": [(size, listing.url(per=str(size))) for size in PAGE_SIZES],
            "sorts": [(label, listing.url(sort=key), key == listing.sort) for key, label in ORDER_LABELS.items()],
            **links(listing, page),
        }
        return render(request, "ledger/issue_list.html", context)


def rows_of(issues: list[Issue]) -> list[Row]:
    """Light and progress for a page of items: two statements, however many rows."""
    counted = Measure.objects.filter(issue__in=[issue.pk for issue in issues]).order_by().values("issue_id")
    progress = {
        one["issue_id"]: (one["planned"], one["done"])
        for one in counted.annotate(planned=Count("pk"), done=Count("done_at"))
    }
    calendar = WorkCalendar.current()
    return [Row(issue, light_of(issue, calendar), *progress.get(issue.pk, (0, 0))) for issue in issues]


def links(listing: Listing, page: Page[Issue]) -> dict[str, Any]:
    """The pages around this one, and a way out of a filter that finds nothing."""
    return {
        "previous_url": listing.url(before=page.before) if page.before else "",
        "next_url": listing.url(after=page.after) if page.after else "",
        "clear_url": f"?view={listing.worklist.key}",
        "number_url": listing.url(sort="number"),
        "due_url": listing.url(sort="due"),
        "place": listing.place,
    }


def _words(count: int) -> str:
    return capped_words(count, COUNTED)


def tabs(listing: Listing, rights: Rights) -> list[Tab]:
    """Standing lists and kept views, counted in one statement each; a kept search is not counted."""
    kept = list(SavedView.objects.filter(user=rights.user))
    behind = [Listing.of_query(view.query, rights) for view in kept]
    counted = [other for other in behind if "q" not in other.applied]
    counts = map(_words, tallies([WORKLISTS[key].condition(rights) for key in TABS], rights, cap=COUNTED))
    in_kept = map(_words, capped_counts([other.issues for other in counted], cap=COUNTED))
    in_view = dict(zip(map(id, counted), in_kept, strict=True))
    current = next((other.query for other in behind if other.query == listing.query), None)
    standing = [
        Tab(WORKLISTS[key].label, f"?view={key}", count, current is None and listing.worklist.key == key)
        for key, count in zip(TABS, counts, strict=True)
    ]
    return standing + [
        Tab(view.name, f"?{other.query}", in_view.get(id(other), ""), other.query == current, view)
        for view, other in zip(kept, behind, strict=True)
    ]
