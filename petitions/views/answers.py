"""Questions and answers for everybody: the public shelf, and the desk where they are made."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted, Public, access
from outreach.common.crispy import form_helper
from outreach.common.keyset import Order, page_of
from outreach.common.text import clean_text
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger.states import Topic
from petitions.forms.answers import PublicAnswerForm, RemarkForm
from petitions.models import Petition, PublishedAnswer, PublishedAnswerQuerySet
from petitions.permissions import CHECK_ANSWERS, PUBLISH
from petitions.views.base import DeskView
from petitions.workflow import publishing
from petitions.workflow.publishing import PUBLISHING

NEWEST = Order("published_on", is_descending=True, is_nullable=True)
PAGE_SIZE = 20
_LONGEST_QUERY = 60


@access(Public())
def shelf(request: HttpRequest) -> HttpResponse:
    """``/petitions/answers/``: what was asked and answered before, by word and by topic."""
    words = clean_text(request.GET.get("q", ""))[:_LONGEST_QUERY].strip()
    topic = request.GET.get("topic", "")
    found: PublishedAnswerQuerySet = PublishedAnswer.objects.published().with_words(words)
    if topic in Topic.values:
        found = found.filter(topic=topic)
    places = {place: request.GET.get(place, "") for place in ("after", "before")}
    page = page_of(found, NEWEST, size=PAGE_SIZE, **places)
    context = {"page": page, "words": words, "topic": topic, "topics": Topic.choices}
    return render(request, "petitions/answer_shelf.html", context)


@access(Public())
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """``/petitions/answers/<pk>/``: one question with its answer, for everybody."""
    answer = get_object_or_404(PublishedAnswer.objects.published(), pk=pk)
    return render(request, "petitions/answer.html", {"answer": answer})


class AnswersView(DeskView):
    """``/petitions/answers/desk/``: what is on its way to everybody, and what is there."""

    policy = Permitted(CHECK_ANSWERS)

    def get(self, request: HttpRequest) -> HttpResponse:
        visible: PublishedAnswerQuerySet = PublishedAnswer.objects.visible_to(self.rights)
        rows = visible.select_related("petition", "written_by")
        places = {place: request.GET.get(place, "") for place in ("after", "before")}
        page = page_of(rows.published(), NEWEST, size=PAGE_SIZE, **places)
        context = {"waiting": rows.on_their_way().order_by("pk"), "page": page}
        return render(request, "petitions/answer_desk.html", context)


class WriteAnswerView(DeskView):
    """``/petitions/<number>/publish/``: from one petition."""

    policy = Permitted(PUBLISH)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        petition = self.petition(number)
        initial = {"topic": petition.issue.topic if petition.issue else Topic.OTHER, "answer": petition.answer}
        return self.page(PublicAnswerForm(petition=petition, rights=self.rights, initial=initial))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        form = PublicAnswerForm(request.POST, petition=self.petition(number), rights=self.rights)
        if not form.is_valid():
            return self.page(form)
        given = form.verb_arguments()
        given.pop("version")  # the petition may go on meanwhile
        try:
            publishing.write_answer(petition=form.petition, rights=self.rights, **given)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(form, status=409)
        messages.success(request, _("已交另一位同事核对，核对后公开。"))
        return redirect("petitions:answers_desk")

    def page(self, form: PublicAnswerForm, status: int = 200) -> HttpResponse:
        refusal = publishing.refusal_to_write(form.petition, self.rights)
        return answer_page(self.request, form, refusal, form.petition.get_absolute_url(), status)


class AnswerPage(DeskView):
    """One question with its answer on its way, with what may be done to it."""

    policy = Permitted(CHECK_ANSWERS)

    def answer(self, pk: int) -> PublishedAnswer:
        visible: PublishedAnswerQuerySet = PublishedAnswer.objects.visible_to(self.rights)
        named = ("petition__unit", "petition__referred_to", "petition__inspecting_unit", "written_by", "checked_by")
        return get_object_or_404(visible.select_related(*named), pk=pk)

    def page(self, answer: PublishedAnswer, form: RemarkForm | None = None, status: int = 200) -> HttpResponse:
        offers = {offer.step.name: offer for offer in PUBLISHING.offers(answer, self.rights)}
        sees_petition = Petition.objects.visible_to(self.rights).filter(pk=answer.petition_id).exists()
        asking_why = [offers[name] for name in ("send_back", "withdraw") if name in offers]
        context = {
            "answer": answer,
            "publish": offers.get("publish"),
            "revise": offers.get("revise"),
            "folded": [offer for offer in asking_why if not offer.refusal],
            "sees_petition": sees_petition,
            "form": form or RemarkForm(initial={"version": answer.version}),
        }
        return render(self.request, "petitions/answer_detail.html", context, status=status)


class AnswerView(AnswerPage):
    """``/petitions/answers/<pk>/desk/``."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.answer(pk))


class ReviseAnswerView(AnswerPage):
    """``/petitions/answers/<pk>/revise/``."""

    policy = Permitted(PUBLISH)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = self.answer(pk)
        return self.form_page(answer, PublicAnswerForm.of(answer, rights=self.rights))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = self.answer(pk)
        form = PublicAnswerForm(request.POST, petition=answer.petition, rights=self.rights)
        if not form.is_valid():
            return self.form_page(answer, form)
        try:
            publishing.revise_answer(answer=answer, rights=self.rights, **form.verb_arguments())
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.form_page(answer, form, status=409)
        messages.success(request, _("已改好，请另一位同事重新核对。"))
        return redirect("petitions:answers_desk")

    def form_page(self, answer: PublishedAnswer, form: PublicAnswerForm, status: int = 200) -> HttpResponse:
        if not PUBLISHING.allowed(answer, "revise", self.rights):
            raise PermissionDenied
        refusal = PUBLISHING.refusal(answer, "revise", self.rights)
        return answer_page(self.request, form, refusal, "", status)


class DecideAnswerView(AnswerPage):
    """``/petitions/answers/<pk>/<step>/``: out to everybody, back to its writer, or down again."""

    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        if step not in _DECISIONS:
            raise Http404
        return redirect("petitions:answer_desk", pk)

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        answer = self.answer(pk)
        if step not in _DECISIONS:
            raise Http404
        if not PUBLISHING.allowed(answer, step, self.rights):
            raise PermissionDenied
        form = RemarkForm(request.POST)
        if step == "publish":
            form.fields["remark"].required = False
        if not form.is_valid():
            return self.page(answer, form)
        return self._decide(answer, step, form)

    def _decide(self, answer: PublishedAnswer, step: str, form: RemarkForm) -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if step != "publish" or name != "remark"}
        try:
            _DECISIONS[step](answer=answer, rights=self.rights, **given)
        except StaleVersionError as stale:
            form.add_error(None, str(stale.reason))
            return self.page(self.answer(answer.pk), form, status=409)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(answer, form, status=409)
        messages.success(self.request, _("“%(step)s”已办好。") % {"step": PUBLISHING.steps[step].label})
        return redirect("petitions:answers_desk")


_DECISIONS: dict[str, Any] = {
    "publish": publishing.publish_answer,
    "send_back": publishing.send_back_answer,
    "withdraw": publishing.withdraw_answer,
}


def answer_page(request: HttpRequest, form: PublicAnswerForm, refusal: Any, back: str, status: int) -> HttpResponse:
    """The form in which a question and its answer are written."""
    form.helper = form_helper(  # type: ignore[attr-defined]  # where crispy looks for it
        submit_label="" if refusal else _("交给同事核对"),
        cancel_url=back or form.petition.get_absolute_url(),
        autosave=f"answer:{form.petition.number}",
    )
    context = {"form": form, "petition": form.petition, "refusal": refusal}
    return render(request, "petitions/answer_form.html", context, status=status)
