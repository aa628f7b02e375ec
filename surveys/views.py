"""The pages of investigations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from outreach.attachments.serving import respond
from outreach.common.access import Permitted, SignedIn, access
from outreach.common.keyset import Order, Page, page_of
from outreach.common.once import SentBeforeError
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.org.scoping import Rights
from surveys import queries, workflow
from surveys.forms import JOIN, DecisionForm, FindingForms, InvestigationFilter, InvestigationForm, RecordForm
from surveys.methods import QUESTIONS, Method
from surveys.models import Investigation, Record, RecordFile, RecordFinding
from surveys.permissions import RECORD, VIEW

PAGE_SIZE = 50


def _rights(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    return rights


def _page(request: HttpRequest, rows: QuerySet[Investigation]) -> Page[Investigation]:
    order = Order("since", is_descending=True)
    asked = request.GET.get
    return page_of(rows, order, size=PAGE_SIZE, after=asked("after", ""), before=asked("before", ""))


def _typed(request: HttpRequest) -> Any:
    """What was sent, also when nothing was; None on a first look."""
    return request.POST if request.method == "POST" else None


@access(Permitted(VIEW, gettext_lazy("您的岗位不看调研课题。")))
@require_GET
def investigation_list(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    asked = InvestigationFilter(request.GET, rights=rights)
    page = _page(request, asked.narrow(queries.for_list(rights)))
    context = {
        "page": page,
        "filter": asked,
        "may_record": rights.may(RECORD),
        "is_narrowed": any(asked.cleaned_data.values()),
    }
    return render(request, "surveys/investigation_list.html", context)


@access(Permitted(RECORD, gettext_lazy("您的岗位不能登记调研课题。")))
@require_http_methods(["GET", "POST"])
def investigation_new(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    form = InvestigationForm(_typed(request), rights=rights)
    before: Investigation | None = None
    if form.is_valid():
        try:
            saved = workflow.begin(draft=form.draft, token=form.cleaned_data["token"], rights=rights)
        except SentBeforeError as sent:
            before = sent.record
            form.renew()
        except RefusedStepError as refused:
            form.add_error("until", str(refused.reason))
        else:
            messages.success(request, _("课题已登记，下去以后在这里加记录。"))
            return redirect(saved)
    return render(
        request, "surveys/investigation_new.html", {"form": form, "before": before}, status=_status(form, before)
    )


@access(SignedIn())
@require_GET
def investigation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The investigation as a story: what was asked, where people went, what they heard, what came of it."""
    rights = _rights(request)
    investigation = _investigation(pk, rights)
    records = queries.story_of(investigation, rights)
    findings = [finding for record in records for finding in record.findings.all()]
    context = {
        "investigation": investigation,
        "records": records,
        "methods": [(method, QUESTIONS[method].icon) for method in Method],
        "waiting": [finding for finding in findings if finding.is_waiting],
        "issues": list(Issue.objects.visible_to(rights).filter(pk__in=[finding.issue_id for finding in findings])),
        "may_record": workflow.may_record(investigation, rights),
    }
    return render(request, "surveys/investigation_detail.html", context)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def record_new(request: HttpRequest, pk: int, method: str) -> HttpResponse:
    rights = _rights(request)
    investigation = _investigation(pk, rights)
    if not workflow.may_record(investigation, rights):
        raise PermissionDenied(_("您的岗位不能为这个课题加记录。"))
    form = RecordForm(_typed(request), request.FILES or None, rights=rights, method=method)
    findings = FindingForms(_typed(request), prefix="finding")
    before: Record | None = None
    # Both are asked, so that one correction round shows every error.
    if form.is_valid() & findings.is_valid():
        try:
            record = workflow.write_record(
                investigation=investigation,
                draft=form.draft(findings.drafts),
                token=form.cleaned_data["token"],
                files=form.cleaned_data["papers"],
                rights=rights,
            )
        except SentBeforeError as sent:
            before = sent.record
            form.renew()
        else:
            return _after_record(request, record)
    return _record_page(request, investigation, form, findings, before)


def _record_page(
    request: HttpRequest,
    investigation: Investigation,
    form: RecordForm,
    findings: FindingForms,
    before: Record | None,
) -> HttpResponse:
    context = {
        "investigation": investigation,
        "method": form.method,
        "label": Method(form.method).label,
        "hint": QUESTIONS[form.method].hint,
        "methods": [(method, QUESTIONS[method].icon) for method in Method],
        "form": form,
        "findings": findings,
        "refused": next((one for one in [form, *findings.forms] if one.errors), form),
        "before": before,
    }
    status = 400 if form.is_bound and before is None else _status(form, before)
    return render(request, "surveys/record_new.html", context, status=status)


def _after_record(request: HttpRequest, record: Record) -> HttpResponse:
    """To the first finding that looks like an item the ledger has, else back to the story."""
    waiting = record.findings.filter(pk__in=RecordFinding.objects.waiting()).first()
    if waiting is not None:
        messages.info(request, _("记录已保存。台账里有相似的事项，请看一看是不是同一件。"))
        return redirect(waiting)
    messages.success(request, _("记录已保存，要办的发现已经交台账。"))
    return redirect(record)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Similar open items first; then the finding is one of them, a new item, or information."""
    rights = _rights(request)
    rows = RecordFinding.objects.visible_to(rights).select_related(
        "issue", "record__unit", "record__recorder", "record__investigation__lead_unit", "record__investigation__leader"
    )
    found = get_object_or_404(rows, pk=pk)
    if not workflow.may_decide(found, rights):
        raise PermissionDenied(_("您的岗位不能决定这条发现怎么办。"))
    similar = similar_open(found.what, unit=found.record.unit, rights=rights) if found.is_waiting else []
    form = DecisionForm(_typed(request), similar=similar)
    if form.is_valid():
        try:
            _decide(found, form.cleaned_data["decision"], rights)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("已经记下。"))
            return redirect(found.record)
    is_issue_seen = Issue.objects.visible_to(rights).filter(pk__in=[found.issue_id]).exists()
    context = {"finding": found, "similar": similar, "form": form, "is_issue_seen": is_issue_seen}
    return render(request, "surveys/finding.html", context, status=_status(form, None))


def _decide(found: RecordFinding, decision: str, rights: Rights) -> None:
    if decision == "new":
        workflow.hand_to_ledger(finding=found, rights=rights)
    elif decision == "information":
        workflow.keep_as_information(finding=found, rights=rights)
    else:
        issue = Issue.objects.visible_to(rights).get(pk=int(decision.removeprefix(JOIN)))
        workflow.join_to_issue(finding=found, issue=issue, rights=rights)


@access(SignedIn())
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo or paper of a record, for whoever may read the record."""
    records = Record.objects.visible_to(_rights(request)).order_by().values("pk")
    kept = get_object_or_404(RecordFile.objects.select_related("attachment"), pk=pk, record__in=records)
    return respond(kept.attachment, request, inline=True, thumbnail="thumbnail" in request.GET)


def _investigation(pk: int, rights: Rights) -> Investigation:
    rows = Investigation.objects.visible_to(rights).select_related("lead_unit", "leader__user", "author")
    return get_object_or_404(rows, pk=pk)


def _status(form: Any, before: Any) -> int:
    """409 for a form that was sent before, 400 for one that was refused."""
    if before is not None:
        return 409
    return 400 if form.is_bound else 200
