"""Actions of the review: a page asks for what the step needs, the workflow decides, every row is reported."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from outreach.ledger.forms import STEP_FORMS, StepForm
from outreach.ledger.many import MOST, Affected, take_each
from outreach.ledger.models import Issue
from outreach.ledger.workflow import LEDGER

LABELS: dict[str, StrOrPromise] = {
    "assign": gettext_lazy("交办所选事项"),
    "grant_extension": gettext_lazy("批准所选事项的延期"),
    "close": gettext_lazy("销号所选事项"),
    "reopen": gettext_lazy("重新办理所选事项"),
}


def step_action(name: str) -> Any:
    """An admin action that takes one step of the table for every picked item."""

    @admin.action(description=LABELS[name], permissions=["view"])
    def action(
        model_admin: "admin.ModelAdmin[Issue]", request: HttpRequest, queryset: QuerySet[Issue]
    ) -> HttpResponse | None:
        return _take(name, model_admin, request, queryset)

    action.__name__ = name
    return action


def _take(
    name: str, model_admin: "admin.ModelAdmin[Issue]", request: HttpRequest, queryset: QuerySet[Issue]
) -> HttpResponse | None:
    """First the page with what will happen, then a message per row."""
    rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    issues = list(queryset.select_related("unit", "lead_unit", "accepting_unit", "handler")[: MOST + 1])
    if len(issues) > MOST:
        model_admin.message_user(request, _("一次最多办 %(most)d 条，请少选一些。") % {"most": MOST}, messages.ERROR)
        return None
    affected = [Affected(issue, _seen(request, issue), LEDGER.refusal(issue, name, rights)) for issue in issues]
    is_sent = "apply" in request.POST
    form = STEP_FORMS[name](request.POST if is_sent else None, issue=issues[0], rights=rights)
    del form.fields["version"]
    if not (is_sent and form.is_valid()):
        return _page(name, model_admin, request, affected, form)
    for one in take_each(form, affected):
        if one.refusal is None:
            done = _("%(number)s：“%(step)s”已办好。") % {"number": one.issue.number, "step": LEDGER.steps[name].label}
            model_admin.message_user(request, done, messages.SUCCESS)
        else:
            refused = _("%(number)s 没有办：%(reason)s") % {"number": one.issue.number, "reason": one.refusal}
            model_admin.message_user(request, refused, messages.WARNING)
    return None


def _seen(request: HttpRequest, issue: Issue) -> int:
    """The version shown on the page before, so that nobody acts on what has changed since."""
    text = request.POST.get(f"seen-{issue.pk}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else issue.version


def _page(
    name: str,
    model_admin: "admin.ModelAdmin[Issue]",
    request: HttpRequest,
    affected: list[Affected],
    form: StepForm,
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": LABELS[name],
        "opts": model_admin.opts,
        "affected": affected,
        "takeable": sum(one.refusal is None for one in affected),
        "form": form,
        "action": name,
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/ledger/issue/step.html", context)
