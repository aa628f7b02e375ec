"""What one reader's figures are counted over."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q

from outreach.common import clock
from outreach.dashboard.periods import Span
from outreach.ledger.listing import list_url
from outreach.ledger.models import Issue, IssueQuerySet
from outreach.ledger.states import RUNNING
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights


@dataclass(frozen=True)
class Amount:
    """A number that opens exactly the rows it counts; without rows of its own ``url`` is empty."""

    n: int
    url: str = ""


class Scope:
    """The items one reader may see, today; asks for the tree of units once."""

    def __init__(self, rights: Rights, today: date | None = None) -> None:
        self.rights = rights
        self.today = today or clock.today()
        self.quarter = Span.quarter(self.today)

    @property
    def issues(self) -> IssueQuerySet:
        issues: IssueQuerySet = Issue.objects.visible_to(self.rights).order_by()
        return issues

    @cached_property
    def units(self) -> dict[int, OrgUnit]:
        """Every unit in the order of the tree."""
        return {unit.pk: unit for unit in OrgUnit.objects.order_by("path").defer("pinyin")}

    def below(self, path: str) -> list[int]:
        """The units at ``path`` and under it."""
        return [pk for pk, unit in self.units.items() if unit.path.startswith(path)]

    @property
    def is_late(self) -> Q:
        """The same question as ``overdue`` asks, for counting beside others."""
        return Q(status__in=RUNNING, due_on__lt=self.today)

    @property
    def is_soon(self) -> Q:
        """The same question as ``due_soon`` asks."""
        return Q(status__in=RUNNING, due_on__gte=self.today, due_soon_on__lte=self.today)


def ledger_url(**asked: str) -> str:
    """The list of the ledger narrowed by these filters."""
    return list_url(urlencode(asked))
