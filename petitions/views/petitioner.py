"""What the petitioner decides on the query page: got it, not content with it, taken back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.common import clock
from outreach.common.access import ByCode, access
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions import workflow
from petitions.casefile import last_opinion
from petitions.forms.track import HigherForm, WithdrawForm
from petitions.models import Petition
from petitions.statute import Handover, Stage
from petitions.views.track import not_taken, page
from petitions.views.visitor import tracked_petition


@access(ByCode())
@never_cache
@require_POST
def received(request: HttpRequest) -> HttpResponse:
    """The petitioner has read the opinion here: from tomorrow on the days for going higher run."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    return _try(request, petition, _receive, _("记下了：你今天收到了意见书。"))


def _receive(*, petition: Petition) -> Petition:
    last = last_opinion(petition)
    verb = workflow.deliver if last is None or last.stage == Stage.HANDLING else workflow.deliver_review
    receipt = workflow.Receipt(Handover.ONLINE, clock.today())
    return verb(petition=petition, receipt=receipt, rights=Rights.system())


@access(ByCode())
@never_cache
@require_POST
def ask_review(request: HttpRequest) -> HttpResponse:
    """Ask the unit above to look again; too late it is written down all the same."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    form = HigherForm(request.POST)
    if not form.is_valid():
        return page(request, petition, higher_form=form)
    reason = form.cleaned_data["reason"]
    return _try(request, petition, partial(workflow.ask_review, reason=reason), _("申请收到了。"), reason)


@access(ByCode())
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the matter back; of a group it is written down, and the case goes on."""
    petition = tracked_petition(request)
    if petition is None:
        return redirect("petitions:track")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return page(request, petition, withdraw_form=form)
    words = _("记下了。这是多人信访，要全体代表一起到信访接待室签字才撤回。") if petition.is_group else _("已经撤回。")
    why = form.cleaned_data["why"]
    return _try(request, petition, partial(workflow.withdraw, reason=why), words, why)


def _try(
    request: HttpRequest, petition: Petition, verb: Callable[..., Petition], done: str, written: str = ""
) -> HttpResponse:
    """Take the step and say ``done``, or tell why not and give back what was ``written`` for it."""
    try:
        verb(petition=petition)
    except RefusedStepError as refused:
        return not_taken(request, petition, refused, written)
    messages.success(request, done)
    return redirect("petitions:track")
