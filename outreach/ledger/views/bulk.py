"""One step for many items: first who is affected and who not, then a report per row."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common.crispy import form_helper
from outreach.ledger.forms import STEP_FORMS, StepForm
from outreach.ledger.listing import list_url
from outreach.ledger.many import MOST, Affected, take_each
from outreach.ledger.models import Issue
from outreach.ledger.views.base import LedgerView
from outreach.ledger.workflow import LEDGER
from outreach.org.scoping import Rights

#: Steps that make sense for many items with the same words.
ACTS = {
    "raise_supervision": gettext_lazy("督办"),
    "change_handler": gettext_lazy("换责任人"),
    "close": gettext_lazy("销号"),
}


def acts_for(rights: Rights) -> list[tuple[str, str | Promise]]:
    """The bulk steps this person may take anywhere."""
    return [(name, label) for name, label in ACTS.items() if rights.may(LEDGER.steps[name].permission)]


class BulkView(LedgerView):
    """``/ledger/bulk/``: the list posts what was picked, the preview posts it again with the form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(list_url(""))

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("act", "")
        if name not in dict(acts_for(self.rights)):
            raise PermissionDenied(_("您的岗位不能成批办这一步。"))
        affected = self._affected(name, request.POST.getlist("i")[:MOST])
        takeable = [one for one in affected if one.refusal is None]
        is_sent = "confirm" in request.POST and bool(takeable)
        form = self._form(name, takeable, request.POST if is_sent else None)
        context: dict[str, Any] = {"step": LEDGER.steps[name], "back_url": list_url(request.POST.get("from", ""))}
        if form is not None and is_sent and form.is_valid():
            report = take_each(form, affected)
            done = sum(one.refusal is None for one in report)
            context |= {"report": report, "done": done, "refused": len(report) - done}
            return render(request, "ledger/bulk_report.html", context)
        context |= {"affected": affected, "takeable": len(takeable), "form": form, "act": name}
        return render(request, "ledger/bulk_form.html", context)

    def _affected(self, name: str, marks: list[str]) -> list[Affected]:
        """The picked items this person may see, each with what stands in the way of the step."""
        versions = dict(mark.partition(":")[::2] for mark in marks)
        known = [number for number in versions if number.replace("-", "").isalnum()]
        issues = self.visible.filter(number__in=known).select_related("unit", "lead_unit", "accepting_unit", "handler")
        return [
            Affected(issue, _version(versions[issue.number], issue), LEDGER.refusal(issue, name, self.rights))
            for issue in issues
        ]

    def _form(self, name: str, takeable: list[Affected], data: Any) -> StepForm | None:
        if not takeable:
            return None
        form = STEP_FORMS[name](data, issue=takeable[0].issue, rights=self.rights)
        del form.fields["version"]
        form.helper = form_helper(form_tag=False)
        return form


def _version(text: str, issue: Issue) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else issue.version
