"""Writing a matter straight into the ledger."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted
from outreach.common.once import SentBeforeError
from outreach.common.transitions import RefusedStepError
from outreach.ledger.forms import FindingForm
from outreach.ledger.models import Issue
from outreach.ledger.permissions import REPORT
from outreach.ledger.views.base import LedgerView


class FindingView(LedgerView):
    """``/ledger/new/``: hand it in at once, or keep it as a draft."""

    policy = Permitted(REPORT)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(FindingForm(rights=self.rights))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindingForm(request.POST, rights=self.rights)
        if not form.is_valid():
            return self.page(form)
        is_draft = "draft" in request.POST
        try:
            issue = form.save(is_draft=is_draft)
        except SentBeforeError as sent:
            form.renew()
            return self.page(form, status=409, before=self.visible.filter(pk=sent.record.pk).first())
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(form, status=409)
        words = _("已存为草稿，编号 %(number)s。") if is_draft else _("已上报，编号 %(number)s，等台账办入账。")
        messages.success(request, words % {"number": issue.number})
        return redirect(issue)

    def page(self, form: FindingForm, *, status: int = 200, before: Issue | None = None) -> HttpResponse:
        return render(self.request, "ledger/finding_form.html", {"form": form, "before": before}, status=status)
