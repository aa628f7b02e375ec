"""Who has which case: the balance of the desk, and giving many to one colleague."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError, Words
from petitions.balance import loads
from petitions.forms.allotting import MOST, AllotManyForm
from petitions.models import Petition
from petitions.permissions import REGISTER
from petitions.views.base import DeskView
from petitions.workflow.allotting import assign_officer


class BalanceView(DeskView):
    """``/petitions/officers/``."""

    policy = Permitted(REGISTER)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "petitions/balance.html", {"loads": loads(self.rights)})


class AllotView(DeskView):
    """``/petitions/allot/``: what was picked in the list goes to one colleague, each on its own."""

    policy = Permitted(REGISTER)

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("petitions:list")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AllotManyForm(request.POST, rights=self.rights)
        picked = self._picked(request.POST.getlist("i")[:MOST])
        if not form.is_valid() or not picked:
            messages.error(request, _("先勾选信访件，再选交给谁。"))
            return redirect("petitions:list")
        report = [(one, self._give(one, version, form)) for one, version in picked]
        done = sum(refusal is None for _one, refusal in report)
        context = {"report": report, "done": done, "refused": len(report) - done, "who": form.cleaned_data["officer"]}
        return render(request, "petitions/allot_report.html", context)

    def _picked(self, marks: list[str]) -> list[tuple[Petition, int]]:
        versions = dict(mark.partition(":")[::2] for mark in marks)
        known = [number for number in versions if number.replace("-", "").isalnum()]
        named = ("unit", "referred_to", "inspecting_unit", "reviewing_unit", "officer")
        found = Petition.objects.visible_to(self.rights).filter(number__in=known).select_related(*named)
        return [(one, _version(versions[one.number], one)) for one in found.order_by("number")]

    def _give(self, petition: Petition, version: int, form: AllotManyForm) -> Words | None:
        try:
            assign_officer(petition=petition, rights=self.rights, version=version, **form.cleaned_data)
        except RefusedStepError as refused:
            return refused.reason
        except Petition.DoesNotExist:
            return _("这件信访已经不归您看。")
        return None


def _version(text: str, petition: Petition) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else petition.version
