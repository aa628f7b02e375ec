"""Leaders' receptions at the desk: the roster, one day with whoever comes, and who sits there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.access import Permitted, Public, access
from outreach.common.transitions import RefusedStepError
from petitions import roster
from petitions.forms.reception import CallOffForm, DayForm, SubstituteForm
from petitions.models import ReceptionDay
from petitions.permissions import LIST, RECEIVE, ROSTER
from petitions.states import Meeting
from petitions.views.base import DeskView
from petitions.views.visitor import tracked_petition
from petitions.workflow import receptions


@access(Public())
def published(request: HttpRequest) -> HttpResponse:
    """The roster for everybody (Art. 18): who receives, when, where, and whether there is still a place."""
    context = {"lines": roster.roster(), "has_matter": tracked_petition(request) is not None}
    return render(request, "petitions/reception_roster.html", context)


class RosterView(DeskView):
    """``/petitions/receptions/``."""

    policy = Permitted(LIST)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(DayForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.rights.may(ROSTER):
            raise PermissionDenied(receptions.OFFICE_PLANS)
        form = DayForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            day = receptions.plan_day(cadre=form.cleaned_data["cadre"], hours=form.hours, rights=self.rights)
        except RefusedStepError as refused:
            form.add_error("planned_on", str(refused.reason))
            return self.page(form)
        if day.is_moved:
            messages.warning(request, _("这天是节假日，已顺延到 %(day)s。") % {"day": day.held_on})
        messages.success(request, _("已排进接访日。"))
        return redirect("petitions:receptions")

    def page(self, form: DayForm) -> HttpResponse:
        may_plan = self.rights.may(ROSTER)
        context = {
            "lines": roster.roster(),
            "lost": roster.waiting_for_a_day(self.rights),
            "quotas": roster.quotas(self.rights),
            "form": form if may_plan else None,
        }
        return render(self.request, "petitions/reception_list.html", context)


class DayView(DeskView):
    """``/petitions/receptions/<day>/``: whoever comes that day, as far as one may see their matter."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.day(pk))

    def day(self, pk: int) -> ReceptionDay:
        return get_object_or_404(ReceptionDay.objects.visible_to(self.rights).for_roster(), pk=pk)

    def page(self, day: ReceptionDay, **bound: forms.Form) -> HttpResponse:
        slots = day.slots.visible_to(self.rights).exclude(status=Meeting.GIVEN_UP)
        is_open = day.cancelled_at is None and day.held_on >= clock.today()
        arranging = {"substitute_form": SubstituteForm(), "call_off_form": CallOffForm()}
        context: dict[str, Any] = {
            "day": day,
            "slots": slots.select_related("petition__unit").in_order(),
            "free": receptions.free_places(day) if is_open else [],
            "may_record": self.rights.may(RECEIVE) and day.held_on <= clock.today(),
            **(arranging if is_open and self.rights.may(ROSTER) else {}),
            **bound,
        }
        return render(self.request, "petitions/reception_day.html", context)


class ArrangeView(DayView):
    """Changing a day: a form of its own on the page of the day."""

    policy = Permitted(ROSTER)
    form_class: type[forms.Form]
    form_name: str
    verb: Callable[..., ReceptionDay]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("petitions:reception_day", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        day, form = self.day(pk), self.form_class(request.POST)
        if not form.is_valid():
            return self.page(day, **{self.form_name: form})
        try:
            type(self).verb(day=day, rights=self.rights, **form.cleaned_data)
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))  # the day may be over, and the form with it
            return self.page(self.day(pk), **{self.form_name: form})
        messages.success(request, _("已办好。约好的人在查询页能看到变化。"))
        return redirect("petitions:reception_day", pk)


class SubstituteView(ArrangeView):
    form_class = SubstituteForm
    form_name = "substitute_form"
    verb = staticmethod(receptions.name_substitute)


class CallOffView(ArrangeView):
    form_class = CallOffForm
    form_name = "call_off_form"
    verb = staticmethod(receptions.call_off)
