"""What every page of the ledger starts from: who asks, and what they may see."""

from functools import cached_property

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views import View

from outreach.ledger.models import Issue, IssueQuerySet
from outreach.org.scoping import Rights

WITH_PEOPLE = ("unit", "lead_unit", "accepting_unit", "handler", "author", "merged_into", "approved_by")


class LedgerView(LoginRequiredMixin, View):
    """A page for somebody who is signed in; what is out of their sight does not exist."""

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


class PermittedView(LedgerView):
    """A page for people who hold one permission somewhere."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not self.rights.may(self.permission):
            raise PermissionDenied(_("您的岗位没有这项权限。"))
        return super().dispatch(request, *args, **kwargs)
