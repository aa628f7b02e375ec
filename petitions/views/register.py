"""Writing down what came by letter, visit, call, reception or from above."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from outreach.attachments.fields import MultiFileField
from outreach.common.access import Permitted
from petitions import drafts, keyring
from petitions.forms.register import RegisterForm
from petitions.forms.whole import matter_of
from petitions.intake import submit
from petitions.permissions import REGISTER
from petitions.views.base import DeskView
from petitions.views.visitor import remember_receipt


class RegisterView(DeskView):
    """``/petitions/register/``: the petitioner leaves with the same slip as from the public form."""

    policy = Permitted(REGISTER)

    def get(self, request: HttpRequest) -> HttpResponse:
        keyring.confirm()
        return self.page(RegisterForm(initial={"naming": "real"}), drafts.new_token())

    def post(self, request: HttpRequest) -> HttpResponse:
        token = request.POST.get("token", "")
        token = token if drafts.is_token(token) else drafts.new_token()
        form_token = drafts.token_for(token, self.rights.user)
        form = RegisterForm(request.POST, request.FILES)
        files = form.fields["files"]
        if isinstance(files, MultiFileField):
            files.uploaded_by = self.rights.user
        if not form.is_valid():
            return self.page(form, token)
        drafts.keep_answers(form_token, {}, form.cleaned_data["files"])
        matter = matter_of(form.cleaned_data, form.cleaned_data["arrival"])
        submit(token=form_token, matter=matter, contact=form.contact, rights=self.rights, way=form.way)
        remember_receipt(request, form_token)
        return redirect("petitions:receipt")

    def page(self, form: RegisterForm, token: str) -> HttpResponse:
        return render(self.request, "petitions/register.html", {"form": form, "token": token})
