"""Looking for the petitions of one phone or identity number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError
from petitions.forms.person import FindPersonForm
from petitions.permissions import FIND_PERSON
from petitions.views.base import DeskView
from petitions.views.desk import rows_of
from petitions.workflow.persons import find_person


class FindPersonView(DeskView):
    """``/petitions/find/``: by POST only, so that no number ever stands in an address or a log."""

    policy = Permitted(FIND_PERSON)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "petitions/find_person.html", {"form": FindPersonForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FindPersonForm(request.POST)
        context: dict[str, object] = {"form": form}
        if form.is_valid():
            try:
                found = find_person(number=form.cleaned_data["number"], rights=self.rights)
            except RefusedStepError as refused:
                context["refusal"] = refused.reason
                return render(request, "petitions/find_person.html", context, status=429)
            context |= {"form": FindPersonForm(), "rows": rows_of(found), "is_answered": True}
        return render(request, "petitions/find_person.html", context)
