"""常用语: the phrases of the desk, and throwing one away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError
from petitions.forms.phrases import PhraseForm
from petitions.models import Phrase
from petitions.permissions import DISCIPLINE, MANAGE
from petitions.views.base import DeskView
from petitions.workflow import phrasing


class PhrasesView(DeskView):
    """``/petitions/phrases/``."""

    policy = Permitted(MANAGE)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(PhraseForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PhraseForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            phrasing.keep_phrase(rights=self.rights, **form.cleaned_data)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(form, status=409)
        messages.success(request, _("已留下，办理各步骤时可以直接放进去。"))
        return redirect("petitions:phrases")

    def page(self, form: PhraseForm, status: int = 200) -> HttpResponse:
        if self.rights.may(DISCIPLINE):
            del form.fields["is_shared"]
        phrases = Phrase.objects.visible_to(self.rights).select_related("made_by")
        return render(self.request, "petitions/phrases.html", {"phrases": phrases, "form": form}, status=status)


class DropPhraseView(DeskView):
    """``/petitions/phrases/<pk>/drop/``."""

    policy = Permitted(MANAGE)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("petitions:phrases")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        phrase = get_object_or_404(Phrase.objects.visible_to(self.rights), pk=pk)
        try:
            phrasing.drop_phrase(phrase=phrase, rights=self.rights)
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))
        else:
            messages.success(request, _("已删除。"))
        return redirect("petitions:phrases")
