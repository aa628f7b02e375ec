"""A list of the ledger as its URL says: which standing list, which filters, which order, which page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach.common.keyset import Cursor, Order, Page, page_of
from outreach.ledger.filters import IssueFilter
from outreach.ledger.models import Issue, IssueQuerySet
from outreach.ledger.worklists import WORKLISTS, Worklist, in_worklist
from outreach.org.scoping import Rights

ORDERS = {
    "due": Order("due_on", is_nullable=True),
    "newest": Order("created_at", is_descending=True),
    "number": Order("number"),
}
ORDER_LABELS = {"due": _("期限从近到远"), "newest": _("最近登记"), "number": _("编号")}
PAGE_SIZES = (50, 100)
PLACES = ("after", "before")
#: Filters shown as choosers above the list, in this order.
CHOOSERS = ("source", "lead_unit", "state", "light", "flag", "topic")
#: Filters that other pages link to; each is shown once it is in use.
DAYS = tuple(name for name in IssueFilter.base_filters if name.endswith(("_since", "_until")))


@dataclass(frozen=True)
class Chooser:
    """One filter as a page shows it."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str


class Listing:
    """``params`` may hold anything: what is not understood is left out, and ``is_understood`` says so."""

    def __init__(self, params: QueryDict, rights: Rights) -> None:
        self.params = params
        self.rights = rights

    @classmethod
    def of_query(cls, query: str, rights: Rights) -> "Listing":
        """The list behind a kept query string."""
        return cls(QueryDict(query.encode("utf-8", "ignore")), rights)

    @cached_property
    def filterset(self) -> IssueFilter:
        return IssueFilter(self.params, queryset=in_worklist(self.worklist.key, self.rights), rights=self.rights)

    @cached_property
    def worklist(self) -> Worklist:
        """What is being chased, unless the URL asks for a state or searches: that looks through the whole ledger."""
        asked = self.params.get("view", "")
        if asked in WORKLISTS:
            return WORKLISTS[asked]
        return WORKLISTS["all" if self.params.get("q") or self.params.get("state") else "active"]

    @property
    def choosers(self) -> list[Chooser]:
        """The filters to choose from."""
        return [_chooser(self.filterset.form[name]) for name in CHOOSERS]

    @property
    def days(self) -> list[BoundField]:
        """The first and last days that narrow this list."""
        return [self.filterset.form[name] for name in DAYS if name in self.applied]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Parameters without a chooser, kept when a filter is changed."""
        shown = {*CHOOSERS, *DAYS, "q"}
        return [(name, str(self.applied[name])) for name in self.applied if name not in shown]

    @property
    def is_understood(self) -> bool:
        return bool(self.filterset.is_valid())

    @property
    def issues(self) -> IssueQuerySet:
        issues: IssueQuerySet = self.filterset.qs
        return issues

    @cached_property
    def sort(self) -> str:
        asked = self.params.get("sort", "")
        return asked if asked in ORDERS else "due"

    @cached_property
    def size(self) -> int:
        asked = self.params.get("per", "")
        return next((size for size in PAGE_SIZES if asked == str(size)), PAGE_SIZES[0])

    def page(self) -> Page[Issue]:
        """The rows of this page with all that a row shows."""
        places = {place: self.params.get(place, "") for place in PLACES}
        return page_of(self.issues.for_list(), ORDERS[self.sort], size=self.size, **places)

    def neighbour(self, issue: Issue, *, is_next: bool) -> Issue | None:
        """The item after or before ``issue`` in this list; the item itself need not be in it any more."""
        order = ORDERS[self.sort]
        place = {"after" if is_next else "before": Cursor.of(issue, order)}
        rows = page_of(self.issues, order, size=1, **place).rows
        return rows[0] if rows else None

    @cached_property
    def applied(self) -> QueryDict:
        """The parameters that narrow or sort, without the page and without empty ones."""
        kept = QueryDict(mutable=True)
        for name in ["view", *IssueFilter.base_filters, "sort", "per"]:
            if value := self.params.get(name):
                kept[name] = value
        return kept

    @property
    def query(self) -> str:
        """What to keep or share."""
        return self.applied.urlencode()

    @property
    def place(self) -> str:
        """The query of exactly this page, to come back to."""
        here = self.applied.copy()
        for name in PLACES:
            if value := self.params.get(name):
                here[name] = value
        return here.urlencode()

    @property
    def is_narrowed(self) -> bool:
        return any(name in self.applied for name in IssueFilter.base_filters)

    def url(self, **changes: str) -> str:
        """This list with some parameters changed; an empty value takes one away."""
        changed = self.applied.copy()
        for name, value in changes.items():
            changed.pop(name, None)
            if value:
                changed[name] = value
        return list_url(changed.urlencode())


def _chooser(bound: BoundField) -> Chooser:
    field: Any = bound.field
    options = [(str(value), str(label)) for value, label in field.choices]
    return Chooser(bound.name, str(bound.label), options, str(bound.value() or ""))


def list_url(query: str) -> str:
    """The list with this query string."""
    return f"{reverse('ledger:list')}?{query}" if query else reverse("ledger:list")
