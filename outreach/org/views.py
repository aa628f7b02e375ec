"""Leaving a post or the enterprise: what is open is shown first and handed over with the same button."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from outreach.accounts.models import User
from outreach.common.access import Permitted, access
from outreach.common.transitions import RefusedStepError
from outreach.org.confirming import WAITING, agree, asked_in_words, decline, may_agree, waiting_for_a_second
from outreach.org.duties import desks_left_empty
from outreach.org.forms import SuccessorForm
from outreach.org.models import Posting
from outreach.org.scoping import Rights
from outreach.org.workflow import GRANT, KEEP_ACCOUNTS, disable, end_posting, heaps, postings_of


def _rights(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
    return rights


@access(Permitted(KEEP_ACCOUNTS))
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the enterprise: their account is switched off."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    verb = partial(disable, user=user, rights=_rights(request))
    return _part(request, user, postings_of(user), verb, back="admin:accounts_user_changelist")


@access(Permitted(GRANT))
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody moves on: one posting ends, or ended by itself and left something."""
    posting = get_object_or_404(Posting.objects.begun().select_related("user", "unit"), pk=pk)
    if posting.is_over and not heaps(posting.user, [posting]):
        raise Http404
    verb = partial(end_posting, posting=posting, rights=_rights(request))
    return _part(request, posting.user, [posting], verb, back="admin:org_posting_changelist", posting=posting)


@access(Permitted(WAITING))
@require_GET
def confirmations(request: HttpRequest) -> HttpResponse:
    """What one person asked for and another has to agree to."""
    return _waiting(request)


def _waiting(request: HttpRequest, *, half: str = "", refusal: object = None) -> HttpResponse:
    rights = _rights(request)
    waiting = [(one, may_agree(one, rights), asked_in_words(one)) for one in waiting_for_a_second(rights)]
    context = {"waiting": waiting, "half": half, "refusal": refusal}
    return render(request, "org/confirmations.html", context, status=409 if refusal else 200)


@access(Permitted(WAITING))
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree (``agree``) or let it be; the second half of a new password is on the answer and nowhere else."""
    one = get_object_or_404(waiting_for_a_second(_rights(request)), pk=pk)
    try:
        if "agree" in request.POST:
            half = agree(confirmation=one, rights=_rights(request))
            messages.success(request, _("已复核：%s") % one)
        else:
            decline(confirmation=one, rights=_rights(request))
            half = ""
            messages.success(request, _("没有同意，已取消：%s") % one)
    except RefusedStepError as refused:
        return _waiting(request, refusal=refused.reason)
    return _waiting(request, half=half) if half else redirect("org:confirmations")


def _part(
    request: HttpRequest,
    user: User,
    ending: Sequence[Posting],
    verb: Callable[..., object],
    *,
    back: str,
    posting: Posting | None = None,
) -> HttpResponse:
    """The page for both: what is open, who takes it, and the button."""
    form = SuccessorForm(request.POST or None, heaps=heaps(user, ending))
    refusal = None
    if request.method == "POST" and (not form.heaps or form.is_valid()):
        try:
            verb(successors=form.successors if form.heaps else {})
        except RefusedStepError as refused:
            refusal = refused.reason
        else:
            words = _("已结束%(person)s的任职。") if posting else _("已停用%(person)s的账号。")
            messages.success(request, words % {"person": user})
            return redirect(back)
    context = {"person": user, "posting": posting, "ending": ending, "form": form, "refusal": refusal, "back": back}
    context["empty_desks"] = desks_left_empty(user, ending)
    return render(request, "org/leaving.html", context, status=409 if refusal else 200)
