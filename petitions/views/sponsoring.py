"""包案 at the desk: the list with its figure, one case with its steps and notes, and taking one on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import Permitted
from outreach.common.crispy import form_helper
from outreach.common.keyset import Order, page_of
from outreach.common.transitions import RefusedStepError
from petitions import sponsored
from petitions.forms import sponsoring as papers
from petitions.models import SponsoredCase, SponsoredCaseQuerySet, SponsorStep
from petitions.permissions import ARRANGE_SPONSOR
from petitions.states import Sponsoring
from petitions.views.base import DeskView
from petitions.workflow import sponsoring
from petitions.workflow.sponsoring import SPONSORING

BY_TARGET = Order("target_on")
LATEST = Order("target_on", is_descending=True)
PAGE_SIZE = 30
#: What may be done to a case: the form that asks for it, and the verb.
ACTS: dict[str, tuple[type[forms.Form], Callable[..., SponsoredCase]]] = {
    "write_note": (papers.NoteForm, sponsoring.write_note),
    "add_step": (papers.StepForm, sponsoring.add_step),
    "finish_step": (papers.DoneForm, sponsoring.finish_step),
    "resolve": (papers.ResolveForm, sponsoring.resolve),
    "change_sponsor": (papers.ChangeSponsorForm, sponsoring.change_sponsor),
    "give_back": (papers.GiveBackForm, sponsoring.give_back),
}


class SponsoredListView(DeskView):
    """``/petitions/sponsored/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        is_over = request.GET.get("view") == "over"
        visible: SponsoredCaseQuerySet = SponsoredCase.objects.visible_to(self.rights)
        rows = visible.exclude(status=Sponsoring.RUNNING) if is_over else visible.running()
        places = {place: request.GET.get(place, "") for place in ("after", "before")}
        found = rows.with_people().prefetch_related("petition__accused")
        page = page_of(found, LATEST if is_over else BY_TARGET, size=PAGE_SIZE, **places)
        context = {
            "page": page,
            "rows": [line_of(case) for case in page.rows],
            "is_over": is_over,
            "share": sponsored.settled_share(self.rights),
        }
        return render(request, "petitions/sponsored_list.html", context)


def line_of(case: SponsoredCase) -> dict[str, Any]:
    """A case with what is late about it."""
    step = case.next_step
    return {
        "case": case,
        "step": step,
        "is_late": step is not None and step.due_on < clock.today(),
        "is_silent": sponsored.is_silent(case),
        "needs_another": sponsored.needs_another(case),
    }


class TakeOnView(DeskView):
    """``/petitions/<number>/sponsor/``."""

    policy = Permitted(ARRANGE_SPONSOR, sponsoring.OFFICE_ARRANGES)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(number, papers.TakeOnForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        petition, form = self.petition(number), papers.TakeOnForm(request.POST)
        if not form.is_valid():
            return self.page(number, form)
        try:
            case = sponsoring.take_on(petition=petition, rights=self.rights, **form.verb_arguments())
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(number, form, status=409)
        messages.success(request, _("已安排包案。包案领导的待办里会看到。"))
        return redirect(case)

    def page(self, number: str, form: papers.TakeOnForm, status: int = 200) -> HttpResponse:
        petition = self.petition(number)
        refusal = sponsoring.refusal_to_sponsor(petition, sponsored.sponsor_of(petition), self.rights)
        form.helper = form_helper(  # type: ignore[attr-defined]  # where crispy looks for it
            submit_label="" if refusal else _("安排包案"),
            cancel_url=petition.get_absolute_url(),
            autosave=f"sponsor:{petition.number}",
        )
        context = {"petition": petition, "form": form, "refusal": refusal}
        return render(self.request, "petitions/sponsored_new.html", context, status=status)


class SponsoredCaseView(DeskView):
    """``/petitions/sponsored/<pk>/``: plan, steps, notes, and what may be done."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        case = self.case(pk)
        record(action="petition.viewed", obj=case.petition, request=request)
        return self.page(case)

    def case(self, pk: int) -> SponsoredCase:
        visible: SponsoredCaseQuerySet = SponsoredCase.objects.visible_to(self.rights)
        named = ("petition__referred_to", "petition__inspecting_unit")
        found = visible.with_people().select_related(*named).prefetch_related("petition__accused", "notes__written_by")
        return get_object_or_404(found, pk=pk)

    def page(self, case: SponsoredCase, bound: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
        initial = {"version": case.version}
        papers_of = {name: form(initial=initial) for name, (form, _verb) in ACTS.items()} | (bound or {})
        offers = [offer for offer in SPONSORING.offers(case, self.rights) if not offer.refusal]
        context = {
            **line_of(case),
            "may": {offer.step.name for offer in offers},
            "forms": papers_of,
            "folded": [(offer.step, papers_of[offer.step.name]) for offer in offers if offer.step.name in _FOLDED],
        }
        return render(self.request, "petitions/sponsored_case.html", context, status=status)


#: Asked for less often than a step or a note.
_FOLDED = ("resolve", "change_sponsor", "give_back")


class SponsoredActView(SponsoredCaseView):
    """``/petitions/sponsored/<pk>/<act>/``: one form of the page of the case."""

    def get(self, request: HttpRequest, pk: int, act: str = "") -> HttpResponse:
        if act not in ACTS:
            raise Http404
        return redirect(self.case(pk))

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        case = self.case(pk)
        if act not in ACTS:
            raise Http404
        if not SPONSORING.allowed(case, act, self.rights):
            raise PermissionDenied
        form = ACTS[act][0](request.POST)
        if not form.is_valid():
            return self.page(case, {act: form})
        return self._take(case, act, form)

    def _take(self, case: SponsoredCase, act: str, form: forms.Form) -> HttpResponse:
        try:
            ACTS[act][1](case=case, rights=self.rights, **form.cleaned_data)
        except (SponsorStep.DoesNotExist, SponsoredCase.DoesNotExist) as gone:
            raise Http404 from gone
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            now = self.case(case.pk)  # what was typed stays, beside what the case is by now
            form.data = {**form.data.dict(), "version": str(now.version)}  # type: ignore[attr-defined]  # a QueryDict
            return self.page(now, {act: form}, status=409)
        messages.success(self.request, _("“%(step)s”已办好。") % {"step": SPONSORING.steps[act].label})
        return redirect(case)
