"""One conversation at a leader's reception: what was said, what was promised, and what came of it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError
from petitions.forms.reception import HeardForm, KeptForm, ObjectionForm
from petitions.models import ReceptionSlot
from petitions.permissions import RECEIVE
from petitions.views.base import DeskView
from petitions.workflow import PETITIONS, hearing, keeping
from petitions.workflow.receptions import RECEPTIONS

Verb = Callable[..., ReceptionSlot]
#: Buttons without a form, by what they send as ``go``.
_PRESSED: Mapping[str, Verb] = {
    "missed": hearing.miss,
    "confirm": hearing.confirm_promise,
    "confirm_keeping": keeping.confirm_keeping,
    "deny_keeping": keeping.deny_keeping,
}
#: What the page calls a form, the form, and what is done with it.
_WRITTEN: Mapping[str, tuple[str, type[forms.Form], Verb]] = {
    "hear": ("form", HeardForm, hearing.hear),
    "object": ("objection_form", ObjectionForm, hearing.object_to_promise),
    "keep": ("kept_form", KeptForm, keeping.keep_promise),
}


class SlotView(DeskView):
    """``/petitions/receptions/slots/<slot>/``: writing down the conversation, or that nobody came; its promise."""

    policy = Permitted(RECEIVE)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        slot = self.slot(pk)
        record(action="petition.viewed", obj=slot.petition, request=request)
        return self.page(slot)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        slot, go = self.slot(pk), request.POST.get("go", "hear")
        if verb := _PRESSED.get(go):
            return self._taken(slot, verb)
        name, form_class, verb = _WRITTEN.get(go, _WRITTEN["hear"])
        form = form_class(request.POST)
        if not form.is_valid():
            return self.page(slot, **{name: form})
        return self._taken(slot, partial(verb, **form.cleaned_data), **{name: form})

    def slot(self, pk: int) -> ReceptionSlot:
        slots = ReceptionSlot.objects.visible_to(self.rights)
        named = ("petition__unit", "petition__referred_to", "petition__inspecting_unit")
        people = ("day__cadre__user", "day__substitute__user", "received_by", "recorded_by", "kept_told_by")
        return get_object_or_404(slots.select_related(*named, *people), pk=pk)

    def _taken(self, slot: ReceptionSlot, verb: Verb, **bound: forms.Form) -> HttpResponse:
        try:
            verb(slot=slot, rights=self.rights)
        except RefusedStepError as refused:
            messages.error(self.request, str(refused.reason))
            return self.page(slot, **bound)
        messages.success(self.request, _("已记下。"))
        return redirect("petitions:reception_day", slot.day_id)

    def page(self, slot: ReceptionSlot, **bound: forms.Form) -> HttpResponse:
        """``bound`` are forms that came back, each shown only while its step can be taken."""
        refusal = RECEPTIONS.refusal(slot, "hear", self.rights)
        context: dict[str, Any] = {"slot": slot, "day": slot.day, "form": HeardForm(), "refusal": refusal, **bound}
        context["objection_form"] = self._offered(slot, "confirm", bound.get("objection_form") or ObjectionForm())
        if slot.confirmed_at is not None:
            context["items"] = slot.items.select_related("issue")
            context["may_add_item"] = PETITIONS.refusal(slot.petition, "add_item", self.rights) is None
            context["kept_on"] = slot.kept_day()
            context["kept_form"] = self._offered(slot, "keep", bound.get("kept_form") or KeptForm())
            context["may_confirm_keeping"] = RECEPTIONS.refusal(slot, "confirm_keeping", self.rights) is None
        return render(self.request, "petitions/reception_slot.html", context)

    def _offered(self, slot: ReceptionSlot, step: str, form: forms.Form) -> forms.Form | None:
        return form if RECEPTIONS.refusal(slot, step, self.rights) is None else None
