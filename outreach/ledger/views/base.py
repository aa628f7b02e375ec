"""What every page of the ledger starts from: who asks, and what they may see."""

from functools import cached_property

from django.http import Http404
from django.views import View

from outreach.common.access import Policy, SignedIn
from outreach.ledger.models import Issue, IssueQuerySet
from outreach.org.scoping import Rights

WITH_PEOPLE = ("unit", "proposed_unit", "lead_unit", "accepting_unit", "handler", "author", "approved_by")


class LedgerView(View):
    """A page for somebody who is signed in; what is out of their sight does not exist."""

    policy: Policy = SignedIn()

    @cached_property
    def rights(self) -> Rights:
        rights: Rights = self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights

    @property
    def visible(self) -> IssueQuerySet:
        issues: IssueQuerySet = Issue.objects.visible_to(self.rights)
        return issues

    def issue(self, number: str) -> Issue:
        """The item with everybody named on it; ``Http404`` when out of sight."""
        issue = self.visible.select_related(*WITH_PEOPLE).filter(number=number.upper()).first()
        if issue is None:
            raise Http404
        return issue
