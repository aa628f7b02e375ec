"""Leaving a post or the enterprise: what is open is shown first and handed over with the same button."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outreach.accounts.models import User
from outreach.common.access import Permitted, access
from outreach.common.transitions import RefusedStepError
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
    """Somebody moves on: one posting ends."""
    posting = get_object_or_404(Posting.objects.current().select_related("user", "unit"), pk=pk)
    verb = partial(end_posting, posting=posting, rights=_rights(request))
    return _part(request, posting.user, [posting], verb, back="admin:org_posting_changelist", posting=posting)


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
