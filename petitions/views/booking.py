"""Booking a leader's reception with the tracking code: no account, no name asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.common.access import ByCode, access
from outreach.common.transitions import RefusedStepError
from petitions import roster
from petitions.forms.reception import PlaceForm
from petitions.views.visitor import tracked_petition
from petitions.workflow import receptions


@access(ByCode())
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """Choose a day and a time for the matter whose code was given."""
    petition = tracked_petition(request)
    if petition is None:
        messages.info(request, _("先输入查询码；还没有反映过的，先反映一件事，马上就有查询码。"))
        return redirect("petitions:track")
    form = PlaceForm(request.POST if request.method == "POST" else None, days=roster.days_for(petition))
    if request.method == "POST" and form.is_valid():
        day, starts_at = form.chosen
        try:
            slot = receptions.book(petition=petition, day=day, starts_at=starts_at)
        except RefusedStepError as refused:
            form = PlaceForm(days=roster.days_for(petition))
            messages.error(request, str(refused.reason))
        else:
            messages.success(request, _("约好了。") if slot.starts_at else _("已经排上队，有空位就轮到你。"))
            return redirect("petitions:track")
    context = {"petition": petition, "form": form, "refusal": receptions.refusal_to_book(petition)}
    return render(request, "petitions/reception_book.html", context)


@access(ByCode())
@never_cache
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Not coming after all."""
    petition = tracked_petition(request)
    slot = petition.receptions.standing().first() if petition is not None else None
    if slot is not None:
        try:
            receptions.give_up(slot=slot)
            messages.info(request, _("预约取消了，别人可以用这个时间。"))
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))
    return redirect("petitions:track")
