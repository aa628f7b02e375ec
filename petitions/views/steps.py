"""One page for every step of a case: the form on GET, the verb on POST, a refusal in words."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.common.crispy import form_helper
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.ledger.queries import similar_open
from petitions.forms.registry import STEP_FORMS
from petitions.forms.steps import StepForm
from petitions.history import changes_since
from petitions.models import Petition, Phrase
from petitions.views.base import DeskView
from petitions.workflow import PETITIONS

#: Steps before which open items about the same matter are shown.
_COMPARES = {"hand_over", "join"}


class CaseStepView(DeskView):
    """``/petitions/<number>/<step>/``."""

    def get(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        petition = self._petition_for(number, step)
        form_class = STEP_FORMS[step][0]
        form = form_class(petition=petition, rights=self.rights, initial=form_class.asked_by(request.GET))
        return self._page(step, form, refusal=PETITIONS.refusal(petition, step, self.rights))

    def post(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        petition = self._petition_for(number, step)
        form_class, verb = STEP_FORMS[step]
        form = form_class(request.POST, request.FILES, petition=petition, rights=self.rights)
        if not form.is_valid():
            return self._page(step, form)
        try:
            verb(petition=petition, rights=self.rights, **form.verb_arguments())
        except Petition.DoesNotExist as gone:  # it left this person's sight while they typed
            raise Http404 from gone
        except StaleVersionError as stale:
            return self._stale(step, form, stale)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self._page(step, form, status=409)
        messages.success(request, _("“%(step)s”已办好。") % {"step": PETITIONS.steps[step].label})
        return redirect(self._after(petition))

    def _petition_for(self, number: str, step: str) -> Petition:
        """Out of sight or no such step → 404; in sight without the right → 403 with the reason."""
        petition = self.petition(number)
        if step not in STEP_FORMS:
            raise Http404
        if not PETITIONS.allowed(petition, step, self.rights):
            raise PermissionDenied(PETITIONS.refusal(petition, step, self.rights))
        return petition

    def _after(self, petition: Petition) -> str:
        """Back to the case, or to the list when it has left this officer's sight."""
        is_seen = Petition.objects.visible_to(self.rights).filter(pk=petition.pk).exists()
        return petition.get_absolute_url() if is_seen else reverse("petitions:list")

    def _stale(self, step: str, form: StepForm, stale: StaleVersionError) -> HttpResponse:
        """Show what changed, and the same form with what was typed, ready for the case as it is now."""
        form.data = self.request.POST.copy()
        form.data["version"] = str(stale.row.version)
        form.petition = stale.row
        refusal = PETITIONS.refusal(stale.row, step, self.rights)
        return self._page(
            step, form, changes=changes_since(stale.row, stale.seen, self.rights), refusal=refusal, status=409
        )

    def _page(self, name: str, form: StepForm, *, status: int = 200, **context: Any) -> HttpResponse:
        petition = form.petition
        form.helper = form_helper(  # type: ignore[attr-defined]  # where crispy looks for it
            submit_label="" if context.get("refusal") else PETITIONS.steps[name].label,
            cancel_url=petition.get_absolute_url(),
            autosave=f"petition:{petition.number}:{name}",
        )
        context |= {"petition": petition, "step": PETITIONS.steps[name], "form": form}
        if any(isinstance(field.widget, Textarea) for field in form.fields.values()):
            context["phrases"] = Phrase.objects.visible_to(self.rights)
        if name in _COMPARES:
            context["similar"] = similar_open(petition.title, unit=petition.unit, rights=self.rights)
        return render(self.request, "petitions/step_form.html", context, status=status)
