"""The pages by which somebody sees who a petitioner is: asking, deciding, and one look at a time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from petitions.contacts import PARTS
from petitions.forms.reveal import AskForm, DeclineForm
from petitions.identities import known_of
from petitions.models import Petition, Reveal
from petitions.permissions import REVEAL, REVEAL_APPROVE
from petitions.views.base import DeskView
from petitions.workflow import revealing
from petitions.workflow.persons import shows_all

_SHOWN = 30


class IdentityView(DeskView):
    """``/petitions/<number>/identity/``: the mask, every request so far, and a new one."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(self._petition(number))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        petition = self._petition(number)
        form = AskForm(request.POST, contact=known_of(petition, self.rights).contact)
        if not form.is_valid():
            return self.page(petition, form)
        try:
            revealing.ask_reveal(petition=petition, rights=self.rights, **form.cleaned_data)
        except RefusedStepError as refused:
            form.add_error(None, str(refused.reason))
            return self.page(petition, form, status=409)
        messages.success(request, _("申请已提交，等第二个人批准。"))
        return redirect("petitions:identity", number)

    def _petition(self, number: str) -> Petition:
        petition = self.petition(number)
        if not (self.rights.may(REVEAL) or self.rights.may(REVEAL_APPROVE)):
            raise PermissionDenied(_("您的岗位不能申请或批准查看信访人身份。"))
        return petition

    def page(self, petition: Petition, form: AskForm | None = None, status: int = 200) -> HttpResponse:
        known = known_of(petition, self.rights)
        reveals = [self._line(reveal) for reveal in self._reveals(petition)]
        is_asking = any(line["is_mine"] and line["reveal"].is_open for line in reveals)
        context = {
            "petition": petition,
            "known": known,
            "form": form or AskForm(contact=known.contact),
            "may_ask": known.is_kept and not is_asking and revealing.may_ask(petition, self.rights),
            "minutes": revealing.minutes_in_words(),
            "reveals": reveals,
        }
        return render(self.request, "petitions/identity.html", context, status=status)

    def _reveals(self, petition: Petition) -> list[Reveal]:
        mine = Reveal.objects.visible_to(self.rights).filter(petition=petition)
        people = ("asked_by", "decided_by", "petition__unit", "petition__referred_to")
        return list(mine.select_related(*people)[:_SHOWN])

    def _line(self, reveal: Reveal) -> dict[str, Any]:
        is_mine = reveal.asked_by_id == self.request.user.pk
        return {
            "reveal": reveal,
            "is_mine": is_mine,
            "may_decide": reveal.is_granted is None and revealing.may_decide(reveal, self.rights),
        }


class DecisionView(DeskView):
    """``/petitions/<number>/identity/<id>/<decision>/``: grant, decline or withdraw."""

    def post(self, request: HttpRequest, number: str, pk: int, decision: str) -> HttpResponse:
        reveal = find_reveal(self, number, pk)
        form = DeclineForm(request.POST)
        if decision == "decline" and not form.is_valid():
            messages.error(request, _("不批准要写一句理由。"))
            return redirect("petitions:identity", number)
        try:
            messages.success(request, self._take(decision, reveal, form))
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))
        return redirect("petitions:identity", number)

    def _take(self, decision: str, reveal: Reveal, form: DeclineForm) -> str:
        if decision == "grant":
            revealing.grant_reveal(reveal=reveal, rights=self.rights)
            return _("已批准，申请人可在 %(minutes)s内查看。") % {"minutes": revealing.minutes_in_words()}
        if decision == "decline":
            revealing.decline_reveal(reveal=reveal, rights=self.rights, **form.cleaned_data)
            return _("已告诉申请人不批准。")
        if decision == "withdraw":
            revealing.withdraw_reveal(reveal=reveal, rights=self.rights)
            return _("申请已撤回。")
        raise Http404


class SeeView(DeskView):
    """``/petitions/<number>/identity/<id>/``: one look, by POST only, so that no link and no reload makes a record."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        find_reveal(self, number, pk)
        return redirect("petitions:identity", number)

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        reveal = find_reveal(self, number, pk)
        try:
            contact = revealing.see_identity(reveal=reveal, rights=self.rights)
        except RefusedStepError as refused:
            messages.error(request, str(refused.reason))
            return redirect("petitions:identity", number)
        lines = [(PARTS[part], getattr(contact, part) or _("没有留")) for part in reveal.parts]
        context = {"petition": reveal.petition, "reveal": reveal, "lines": lines, "has_all": shows_all(reveal)}
        context["has_others"] = bool(contact.others)
        response = render(request, "petitions/identity_shown.html", context)
        return leaving_in_time(response, reveal)


def find_reveal(view: DeskView, number: str, pk: int) -> Reveal:
    """The request under this petition; ``Http404`` when either is out of sight or they do not belong together."""
    petition = view.petition(number)
    reveal = Reveal.objects.visible_to(view.rights).filter(petition=petition, pk=pk).first()
    if reveal is None:
        raise Http404
    reveal.petition = petition
    return reveal


def leaving_in_time(response: HttpResponse, reveal: Reveal) -> HttpResponse:
    """Kept nowhere, and off the screen when the time is up, also where no script runs."""
    left = max(1, int((reveal.expires_at - clock.now()).total_seconds())) if reveal.expires_at else 1
    response["Refresh"] = f"{left}; url={reverse('petitions:identity', args=[reveal.petition.number])}"
    response["Cache-Control"] = "no-store"
    return response
