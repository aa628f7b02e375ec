"""The pages of policy promotion: the library for everybody, the sessions for staff."""

from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from outreach.attachments.serving import respond
from outreach.common.access import Permitted, Public, SignedIn, access
from outreach.common.keyset import Order, Page, page_of
from outreach.common.once import SentBeforeError
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue
from outreach.ledger.queries import similar_open
from outreach.org.scoping import Rights
from policy import queries, workflow
from policy.forms import JOIN, DecisionForm, DocumentFilter, DocumentForm, QuestionForms, SessionFilter, SessionForm
from policy.models import PolicyDocument, PolicySession, SessionQuestion
from policy.permissions import PUBLISH, RECORD, VIEW

PAGE_SIZE = 50
LIBRARY_PAGE_SIZE = 20
Row = TypeVar("Row", PolicyDocument, PolicySession)


def _rights(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    return rights


def _base(request: HttpRequest) -> str:
    """The library has the frame of whoever reads it."""
    return "base.html" if request.user.is_authenticated else "base_public.html"


def _page(request: HttpRequest, rows: QuerySet[Row], newest_by: str, size: int) -> Page[Row]:
    asked = request.GET.get
    order = Order(newest_by, is_descending=True)
    return page_of(rows, order, size=size, after=asked("after", ""), before=asked("before", ""))


def _typed(request: HttpRequest) -> Any:
    """What was sent, also when nothing was; None on a first look."""
    return request.POST if request.method == "POST" else None


@access(Public())
@require_GET
def document_list(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    asked = DocumentFilter(request.GET)
    documents = asked.narrow(PolicyDocument.objects.visible_to(rights).defer("text"))
    context = {
        "base": _base(request),
        "page": _page(request, documents, "issued_on", LIBRARY_PAGE_SIZE),
        "filter": asked,
        "is_narrowed": any(asked.cleaned_data.values()),
        "may_publish": rights.may(PUBLISH),
        "may_see_sessions": rights.may(VIEW),
    }
    return render(request, "policy/document_list.html", context)


@access(Public())
@require_GET
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rights = _rights(request)
    rows = PolicyDocument.objects.visible_to(rights).select_related("attachment")
    document = get_object_or_404(rows, pk=pk)
    sessions = PolicySession.objects.visible_to(rights).filter(documents=document).select_related("unit")[:10]
    context = {"base": _base(request), "document": document, "sessions": sessions, "may_record": rights.may(RECORD)}
    return render(request, "policy/document_detail.html", context)


@access(Public())
@require_GET
def document_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original paper, for whoever may read the document."""
    rows = PolicyDocument.objects.visible_to(_rights(request)).select_related("attachment")
    document = get_object_or_404(rows, pk=pk)
    if document.attachment is None:
        raise Http404
    return respond(document.attachment, request)


@access(Permitted(PUBLISH, gettext_lazy("您的岗位不能发布政策文件。")))
@require_http_methods(["GET", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    form = DocumentForm(_typed(request), request.FILES or None, rights=rights)
    before: PolicyDocument | None = None
    if form.is_valid():
        token = form.cleaned_data["token"]
        try:
            saved = workflow.publish(draft=form.draft, token=token, attachment=form.attachment, rights=rights)
        except SentBeforeError as sent:
            before = sent.record
            form.renew()
        else:
            messages.success(request, _("已放进政策库。"))
            return redirect(saved)
    return render(request, "policy/document_new.html", {"form": form, "before": before}, status=_status(form, before))


@access(Permitted(VIEW, gettext_lazy("您的岗位不看宣讲记录。")))
@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    asked = SessionFilter(request.GET, rights=rights)
    page = _page(request, asked.narrow(queries.sessions_for_list(rights)), "held_on", PAGE_SIZE)
    context = {
        "page": page,
        "filter": asked,
        "may_record": rights.may(RECORD),
        "is_narrowed": any(asked.cleaned_data.values()),
    }
    return render(request, "policy/session_list.html", context)


@access(SignedIn())
@require_GET
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rights = _rights(request)
    rows = PolicySession.objects.visible_to(rights).select_related("unit", "recorder")
    session = get_object_or_404(rows, pk=pk)
    questions = list(session.questions.select_related("issue"))
    context = {
        "session": session,
        "documents": session.documents.defer("text"),
        "questions": questions,
        "issues": list(Issue.objects.visible_to(rights).filter(pk__in=[question.issue_id for question in questions])),
    }
    return render(request, "policy/session_detail.html", context)


@access(Permitted(RECORD, gettext_lazy("您的岗位不能登记宣讲。")))
@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    rights = _rights(request)
    form = SessionForm(_typed(request), rights=rights, document=_asked_document(request))
    questions = QuestionForms(_typed(request), prefix="question")
    before: PolicySession | None = None
    # Both are asked, so that one correction round shows every error.
    if form.is_valid() & questions.is_valid():
        token = form.cleaned_data["token"]
        try:
            session = workflow.write_session(draft=form.draft(questions.drafts), token=token, rights=rights)
        except SentBeforeError as sent:
            before = sent.record
            form.renew()
        else:
            return _after_session(request, session)
    refused = next((one for one in [form, *questions.forms] if one.errors), form)
    context = {"form": form, "questions": questions, "refused": refused, "before": before}
    return render(request, "policy/session_new.html", context, status=_status(form, before))


def _after_session(request: HttpRequest, session: PolicySession) -> HttpResponse:
    """To the first question that looks like an item the ledger has, else to the session."""
    waiting = session.questions.filter(pk__in=SessionQuestion.objects.waiting()).first()
    if waiting is not None:
        messages.info(request, _("宣讲已保存。台账里有相似的事项，请看一看是不是同一件。"))
        return redirect(waiting)
    messages.success(request, _("宣讲已保存，答不了的提问已经交台账。"))
    return redirect(session)


@access(SignedIn())
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Similar open items first; then the question is one of them, a new item, or answered."""
    rights = _rights(request)
    rows = SessionQuestion.objects.visible_to(rights).select_related("issue", "session__unit")
    asked = get_object_or_404(rows, pk=pk)
    if not workflow.may_decide(asked, rights):
        raise PermissionDenied(_("您的岗位不能决定这个提问怎么办。"))
    similar = similar_open(asked.question, unit=asked.session.unit, rights=rights) if asked.is_waiting else []
    form = DecisionForm(_typed(request), similar=similar)
    if form.is_valid():
        try:
            _decide(asked, form.cleaned_data, rights)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("已经记下。"))
            return redirect(asked.session)
    is_issue_seen = Issue.objects.visible_to(rights).filter(pk__in=[asked.issue_id]).exists()
    context = {"question": asked, "similar": similar, "form": form, "is_issue_seen": is_issue_seen}
    return render(request, "policy/question.html", context, status=_status(form, None))


def _decide(asked: SessionQuestion, typed: dict[str, Any], rights: Rights) -> None:
    decision = typed["decision"]
    if decision == "new":
        workflow.hand_to_ledger(question=asked, rights=rights)
    elif decision == "answer":
        workflow.answer(question=asked, answer=typed["answer"], rights=rights)
    else:
        issue = Issue.objects.visible_to(rights).get(pk=int(decision.removeprefix(JOIN)))
        workflow.join_to_issue(question=asked, issue=issue, rights=rights)


def _asked_document(request: HttpRequest) -> int | None:
    """A document named in the address, so that its page can link here."""
    pk = request.GET.get("document", "")
    return int(pk) if pk.isdecimal() and len(pk) < 12 else None


def _status(form: Any, before: Any) -> int:
    """409 for a form that was sent before, 400 for one that was refused."""
    if before is not None:
        return 409
    return 400 if form.is_bound else 200
