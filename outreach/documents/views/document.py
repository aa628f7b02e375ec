"""Looking at a document, issuing it, withdrawing it, taking its files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outreach.common.access import Permitted
from outreach.common.crispy import form_helper
from outreach.common.transitions import RefusedStepError, StaleVersionError
from outreach.documents import files, workflow
from outreach.documents.forms import StepForm, WithdrawForm
from outreach.documents.kinds import kinds
from outreach.documents.models import Document
from outreach.documents.panel import copy_for
from outreach.documents.permissions import WRITE
from outreach.documents.printing import NotPrintedError
from outreach.documents.reading import Block, blocks_of
from outreach.documents.serving import respond
from outreach.documents.states import Copy, Format
from outreach.documents.views.base import DocumentsView


class DocumentView(DocumentsView):
    """``/documents/<id>/``: what it says, with the name masked, and what can be done with it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        document, about = self.document(pk)
        workflow.note("document.viewed", document, self.rights, {})
        return self.page(document, about)

    def page(self, document: Document, about: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        dossier = kinds.dossier(document.dossier)
        steps = {offer.step.name: offer.refusal for offer in workflow.DOCUMENTS.offers(document, self.rights)}
        withdraw_form = context.pop("withdraw_form", None) or WithdrawForm(initial={"version": document.version})
        withdraw_form.helper = form_helper(submit_label=_("撤回"), action=f"{document.get_absolute_url()}withdraw/")
        context |= {
            "document": document,
            "about": about,
            "back": dossier.url(about),
            "blocks": self._blocks(document, about),
            "steps": [name for name, refusal in steps.items() if refusal is None],
            "withdraw_form": withdraw_form,
            "replaced_by": document.replaced_by.exclude(number=None).first(),
            "tells_name": document.of_kind.has_identity and dossier.sees_identity(about, self.rights),
        }
        if document.is_draft:
            values = files.values_of(document)
            context["warnings"] = document.of_kind.warn(about, values, self.rights)
        return render(self.request, "documents/document.html", context, status=status)

    def _blocks(self, document: Document, about: Any) -> list[Block]:
        if not document.is_draft:
            kept = document.files.select_related("document").get(format=Format.DOCX, copy=Copy.OFFICE)
            return blocks_of(files.opened(kept))
        template = files.active_template(document.kind)
        return blocks_of(files.word_of(document, template, kinds.dossier(document.dossier).masked(about)))


class StepView(DocumentView):
    """``/documents/<id>/<step>/``: each step is a button."""

    policy = Permitted(WRITE)

    def get(self, request: HttpRequest, pk: UUID, step: str) -> HttpResponse:  # type: ignore[override]  # of a step
        document, _about = self.document(pk)
        return redirect(document)

    def post(self, request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
        document, about = self.document(pk)
        act = {"issue": self._issue, "withdraw": self._withdraw, "replace": self._replace}
        act |= {"discard": self._discard, "print": self._print}
        if step not in act:
            raise Http404
        form = WithdrawForm(request.POST) if step == "withdraw" else StepForm(request.POST)
        if not form.is_valid():
            shown = {"withdraw_form": form} if isinstance(form, WithdrawForm) else {}
            return self.page(document, about, status=400, **shown)
        try:
            return act[step](document, about, form)
        except Document.DoesNotExist as gone:  # it left this person's sight
            raise Http404 from gone
        except RefusedStepError as refused:
            current = refused.row if isinstance(refused, StaleVersionError) else document
            current.refresh_from_db()
            return self.page(current, about, status=409, refusal=refused.reason)

    def _issue(self, document: Document, about: Any, form: StepForm) -> HttpResponse:
        issued = workflow.issue(document=document, rights=self.rights, version=form.cleaned_data["version"])
        messages.success(self.request, _("已签发，文号是%(number)s。") % {"number": issued.number})
        return self._print(issued, about, form)

    def _print(self, document: Document, _about: Any, _form: StepForm) -> HttpResponse:
        try:
            files.print_missing(document)
        except NotPrintedError as error:
            messages.warning(self.request, str(error.reason))
        return redirect(document)

    def _withdraw(self, document: Document, _about: Any, form: StepForm) -> HttpResponse:
        workflow.withdraw(document=document, rights=self.rights, **form.cleaned_data)
        messages.success(self.request, _("已撤回。"))
        return redirect(document)

    def _replace(self, document: Document, _about: Any, _form: StepForm) -> HttpResponse:
        return redirect("documents:edit", workflow.replace(document=document, rights=self.rights).pk)

    def _discard(self, document: Document, about: Any, form: StepForm) -> HttpResponse:
        workflow.discard_draft(document=document, rights=self.rights, version=form.cleaned_data["version"])
        messages.success(self.request, _("草稿已删除。"))
        return redirect(kinds.dossier(document.dossier).url(about))


class FileView(DocumentsView):
    """``/documents/<id>/file.<format>``: the office's copy, or with the name for whoever may see it now."""

    def get(self, request: HttpRequest, pk: UUID, file_format: str) -> HttpResponseBase:
        document, about = self.document(pk)
        sees = kinds.dossier(document.dossier).sees_identity(about, self.rights)
        copy = copy_for(document, sees_identity=sees)
        workflow.note("document.taken", document, self.rights, {"format": file_format, "copy": copy})
        return respond(document, file_format, copy)
