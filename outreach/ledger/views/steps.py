"""One page for every step of the table: the form on GET, the verb on POST, a refusal in words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.common.crispy import form_helper
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger.forms import STEP_FORMS, StepForm
from outreach.ledger.history import changes_since, entry_of
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.ledger.views.base import LedgerView
from outreach.ledger.workflow import LEDGER

#: Steps for which it helps to see what looks like the same matter.
_COMPARES = {"enter", "merge", "reject"}


class StepView(LedgerView):
    """``/ledger/<number>/<step>/``."""

    def get(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        issue = self._issue_for(number, step)
        form_class = STEP_FORMS[step]
        form = form_class(issue=issue, rights=self.rights, initial=form_class.asked_by(request.GET))
        return self._page(step, form, refusal=LEDGER.refusal(issue, step, self.rights))

    def post(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        issue = self._issue_for(number, step)
        form = STEP_FORMS[step](request.POST, request.FILES, issue=issue, rights=self.rights)
        if not form.is_valid():
            return self._page(step, form)
        try:
            form.take()
        except Issue.DoesNotExist as gone:  # it left this person's sight while they typed
            raise Http404 from gone
        except StaleVersionError as stale:
            return self._stale(step, stale)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self._page(step, form, status=409)
        messages.success(request, _("“%(step)s”已办好。") % {"step": LEDGER.steps[step].label})
        return redirect(self._after(issue))

    def _issue_for(self, number: str, step: str) -> Issue:
        """Out of sight or no such step → 404; in sight without the right → 403 with the reason."""
        issue = self.issue(number)
        if step not in STEP_FORMS:
            raise Http404
        if not LEDGER.allowed(issue, step, self.rights):
            raise PermissionDenied(LEDGER.refusal(issue, step, self.rights))
        return issue

    def _stale(self, step: str, stale: StaleVersionError) -> HttpResponse:
        """Show what changed, and the same form with what was typed, ready for the version as it is now."""
        data = self.request.POST.copy()
        data["version"] = str(stale.row.version)
        form = STEP_FORMS[step](data, issue=stale.row, rights=self.rights)
        form.is_valid()
        since = [entry_of(event) for event in changes_since(stale.row, stale.seen, self.rights)]
        refusal = LEDGER.refusal(stale.row, step, self.rights)
        return self._page(step, form, changes=since, refusal=refusal, status=409)

    def _page(self, name: str, form: StepForm, *, status: int = 200, **context: Any) -> HttpResponse:
        issue = form.issue
        form.helper = form_helper(
            submit_label=LEDGER.steps[name].label,
            cancel_url=self._back(issue),
            autosave=f"ledger:{issue.number}:{name}",
        )
        if context.get("refusal"):
            form.helper.submit_label = ""
        context |= {"issue": issue, "step": LEDGER.steps[name], "form": form, "back_url": self._back(issue)}
        if name in _COMPARES:
            context["similar"] = similar_open(issue.title, unit=issue.unit, rights=self.rights, leave_out=issue.pk)
        return render(self.request, "ledger/step_form.html", context, status=status)

    def _after(self, issue: Issue) -> str:
        """Back to the item, or to the list when it has left this person's sight."""
        is_seen = self.visible.filter(pk=issue.pk).exists()
        return self._back(issue) if is_seen else reverse("ledger:list")

    def _back(self, issue: Issue) -> str:
        """The item with the list it was opened from, or the board."""
        came_from = self.request.GET.get("from", "")
        if came_from == "board":
            return reverse("ledger:board")
        return issue.get_absolute_url() + (f"?{urlencode({'from': came_from})}" if came_from else "")
