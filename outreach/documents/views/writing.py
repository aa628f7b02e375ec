"""Writing a document: the fields that its kind leaves to the officer."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted
from outreach.common.crispy import form_helper
from outreach.common.transitions import RefusedStepError
from outreach.documents import files, workflow
from outreach.documents.forms import DocumentForm, DraftForm
from outreach.documents.kinds import DocumentKind, kinds
from outreach.documents.models import Document
from outreach.documents.permissions import WRITE
from outreach.documents.views.base import DocumentsView


class WritingView(DocumentsView):
    """The form, for a new document or a draft."""

    policy = Permitted(WRITE)

    def shown(
        self, form: DocumentForm, kind: DocumentKind, about: Any, back: str, *, status: int = 200
    ) -> HttpResponse:
        form.helper = form_helper(submit_label=_("存为草稿"), cancel_url=back)
        context = {"form": form, "kind": kind, "about": about, "back": back}
        return render(self.request, "documents/document_form.html", context, status=status)


class NewView(WritingView):
    """``/documents/new/<kind>/<record>/``."""

    def get(self, request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
        of_kind, about = self._about(kind, record_id)
        form = DocumentForm(kind=of_kind, values=of_kind.fill(about))
        return self.shown(form, of_kind, about, kinds.dossier(of_kind.dossier).url(about))

    def post(self, request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
        of_kind, about = self._about(kind, record_id)
        back = kinds.dossier(of_kind.dossier).url(about)
        form = DocumentForm(request.POST, kind=of_kind, values={})
        if not form.is_valid():
            return self.shown(form, of_kind, about, back)
        told = {"values": form.values, "token": form.cleaned_data["token"]}
        try:
            return redirect(workflow.draft_document(kind=of_kind, about=about, rights=self.rights, **told))
        except RefusedStepError as refused:  # this form was sent before, and what came of it has been issued since
            form.add_error(None, str(refused.reason))
            return self.shown(form, of_kind, about, back, status=409)

    def _about(self, kind: str, record_id: int) -> tuple[DocumentKind, Any]:
        """Out of sight → 404; in sight without the right, or at another time → 403 with the reason."""
        of_kind = self.kind(kind)
        about = self.record(of_kind.dossier, record_id)
        if not self.rights.may(of_kind.permission) or not of_kind.suits(about):
            raise PermissionDenied(_("现在不能出这种文书，或者您的岗位不能出。"))
        return of_kind, about


class EditView(WritingView):
    """``/documents/<id>/edit/``."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        document, about = self._draft(pk)
        initial, values = {"version": document.version}, files.values_of(document)
        form = DraftForm(kind=document.of_kind, values=values, initial=initial)
        return self.shown(form, document.of_kind, about, document.get_absolute_url())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        document, about = self._draft(pk)
        form = DraftForm(request.POST, kind=document.of_kind, values={})
        if form.is_valid():
            told = {"values": form.values, "version": form.cleaned_data["version"]}
            try:
                return redirect(workflow.revise_document(document=document, rights=self.rights, **told))
            except RefusedStepError as refused:
                form.add_error(None, str(refused.reason))
        return self.shown(form, document.of_kind, about, document.get_absolute_url())

    def _draft(self, pk: UUID) -> tuple[Document, Any]:
        document, about = self.document(pk)
        if reason := workflow.DOCUMENTS.refusal(document, "revise", self.rights):
            raise PermissionDenied(reason)
        return document, about
