"""Following a matter by its code: no account, no code in any address, nothing kept by the browser."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.attachments.quota import take_files
from outreach.common.access import ByCode, access
from outreach.common.transitions import RefusedStepError
from outreach.documents.panel import handed_out
from petitions import queries, slowing, tracking, workflow
from petitions.documents.dossier import DOSSIER
from petitions.forms.public import CodeForm
from petitions.forms.track import AnswerForm, HigherForm, MailForm, RateForm, SupplementForm, WithdrawForm
from petitions.models import CaseQuestion, MailWish, Petition
from petitions.roster import reception_of
from petitions.states import MEETING_STANDS, Kind, State
from petitions.views.visitor import leave_computer, open_tracking, tracked_petition
from petitions.workflow.receptions import refusal_to_book
from petitions.workflow.withdrawing import refusal_to_withdraw


@access(ByCode())
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show the matter whose code was given."""
    petition = tracked_petition(request)
    if request.method == "POST":
        return _look_up(request)
    if petition is None:
        return render(request, "petitions/track_code.html", {"form": CodeForm()})
    return page(request, petition)


def _look_up(request: HttpRequest) -> HttpResponse:
    form, gate = CodeForm(request.POST), slowing.before_a_code(request)
    if form.is_valid() and gate.opens():
        petition = queries.find_by_code(form.cleaned_data["code"])
        if petition is not None:
            gate.forgive()
            open_tracking(request, petition)
            return redirect("petitions:track")
        gate.count_miss()
        form.add_error("code", _("没有这个查询码。对照回执看看有没有看错的字母，横线和大小写不要紧。"))
    return render(request, "petitions/track_code.html", {"form": form, "gate": gate})


@access(ByCode())
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Done reading: the next one at this computer sees nothing."""
    leave_computer(request)
    return redirect("petitions:track")


@access(ByCode())
@never_cache
@require_POST
def supplement(request: HttpRequest) -> HttpResponse:
    """Add words and files to the matter."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    gate = slowing.before_a_supplement(request)
    if not gate.opens():
        return page(request, petition, supplement_form=SupplementForm(request.POST), gate=gate)
    form = SupplementForm(request.POST, take_files(request))
    gate.count()
    if not form.is_valid():
        return page(request, petition, supplement_form=form)
    workflow.supplement(petition=petition, text=form.cleaned_data["text"], files=form.cleaned_data["files"])
    messages.success(request, _("补充的内容收到了，经办的人会看到。"))
    return redirect("petitions:track")


@access(ByCode())
@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Judge attitude, speed and result."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    form = RateForm(request.POST, follows=tracking.follows_of(petition))
    if not form.is_valid():
        return page(request, petition, rate_form=form)
    try:
        workflow.rate(petition=petition, judgement=form.judgement)
    except RefusedStepError as refused:
        return not_taken(request, petition, refused, form.cleaned_data["words"])
    messages.success(request, _("评价收到了，谢谢。"))
    return redirect("petitions:track")


def not_taken(request: HttpRequest, petition: Petition, refused: RefusedStepError, words: str) -> HttpResponse:
    """The matter as it stands now, the reason, and what was written where it can still be handed in."""
    messages.error(request, str(refused.reason))
    if not words:
        return redirect("petitions:track")
    messages.info(request, _("你写的话没有丢，放到了“补充材料”里，还没有提交。"))
    now = queries.tracked(petition.pk) or petition
    return page(request, now, supplement_form=SupplementForm(initial={"text": words}))


def page(request: HttpRequest, petition: Petition, **shown: Any) -> HttpResponse:
    """The matter; ``shown`` are forms that came back with errors."""
    reception = reception_of(petition)
    context = {
        "petition": petition,
        "plain_kind": tracking.PLAIN_KINDS[Kind(petition.kind)],
        "holder": tracking.holder_of(petition),
        "coming": tracking.next_of(petition),
        "deadline": tracking.deadline_of(petition),
        "happenings": tracking.happenings_of(petition),
        **said_and_asked(petition, shown.pop("answer_form", None)),
        "handed_out": handed_out(DOSSIER.key, petition),
        "opinions": tracking.opinions_of(petition),
        **_if_not_content(petition),
        "withdraw_form": WithdrawForm() if not refusal_to_withdraw(petition) else None,
        "supplement_form": SupplementForm(),
        "mail_wish": MailWish.objects.filter(petition=petition).first(),
        "mail_form": MailForm(is_sealed=petition.is_sealed) if petition.status != State.ARCHIVED else None,
        "reception": reception,
        "kept_on": reception and reception.kept_day(),
        "may_book": not refusal_to_book(petition) and (reception is None or reception.status not in MEETING_STANDS),
        "rate_form": RateForm(follows=tracking.follows_of(petition)) if tracking.may_rate(petition) else None,
        **shown,
    }
    return render(request, "petitions/track.html", context)


def _if_not_content(petition: Petition) -> dict[str, Any]:
    """Where whoever does not agree may go with a written opinion, and how to get one."""
    return {
        "higher": tracking.higher_of(petition),
        "higher_form": HigherForm(),
        "is_told_simply": tracking.is_told_simply(petition),
    }


def said_and_asked(petition: Petition, sent: AnswerForm | None) -> dict[str, Any]:
    """What the petitioner handed in, what they answered, and a form for each question that waits, the oldest first.

    ``sent`` came back with errors, and is shown as it is.
    """
    questions: list[CaseQuestion] = list(petition.questions.all())
    said = queries.handed_in(petition, questions)
    back = sent.question.pk if sent is not None else None
    waiting = [] if petition.status == State.WITHDRAWN else [one for one in questions if one.is_waiting]
    waiting += [one for one in questions if one.pk == back and one not in waiting]
    return {
        "said": said,
        "asked": [one for one in questions if one.answered_at],
        "to_answer": [sent if one.pk == back else AnswerForm(question=one) for one in waiting],
    }
