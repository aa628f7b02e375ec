"""The templates of the office: what each kind offers, versions, samples, taking one into use."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common.access import Permitted
from outreach.common.crispy import form_helper
from outreach.documents import workflow
from outreach.documents.files import template_bytes
from outreach.documents.filling import fill
from outreach.documents.forms import TemplateForm
from outreach.documents.kinds import DocumentKind, kinds
from outreach.documents.models import DocumentTemplate
from outreach.documents.permissions import KEEP_TEMPLATES
from outreach.documents.printing import NotPrintedError, as_pdf
from outreach.documents.rechecking import recheck
from outreach.documents.serving import as_file
from outreach.documents.states import Format
from outreach.documents.taking_in import take_in
from outreach.documents.views.base import DocumentsView
from outreach.documents.workflow import RefusedTemplateError

BUILT_IN = 0


class KeeperView(DocumentsView):
    """For whoever keeps the templates of the whole enterprise."""

    policy = Permitted(KEEP_TEMPLATES)

    def kind(self, key: str) -> DocumentKind:
        if not self.rights.everywhere(KEEP_TEMPLATES):
            raise PermissionDenied(_("文书模板由集团的信访专员和台账专员管理。"))
        return super().kind(key)

    def template(self, kind: DocumentKind, version: int) -> DocumentTemplate | None:
        """None is the portal's own, version 0."""
        if version == BUILT_IN:
            return None
        of_kind = DocumentTemplate.objects.select_related("attachment")
        return get_object_or_404(of_kind, kind=kind.key, version=version)


class TemplateListView(KeeperView):
    """``/documents/templates/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        active = {one.kind: one for one in DocumentTemplate.objects.filter(is_active=True)}
        rows = [(kind, active.get(kind.key)) for kind in kinds]
        return render(request, "documents/template_list.html", {"rows": rows})


class TemplateView(KeeperView):
    """``/documents/templates/<kind>/``: fields, versions, and the way in for a new one."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self._page(self.kind(kind), TemplateForm())

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        of_kind = self.kind(kind)
        form = TemplateForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(of_kind, form)
        try:
            template = take_in(of_kind, form.cleaned_data["file"], self.rights)
        except RefusedTemplateError as refused:
            return self._page(of_kind, form, problems=refused.problems)
        messages.success(request, _("第 %(n)d 版检查通过。看过样张再启用。") % {"n": template.version})
        return redirect("documents:template", of_kind.key)

    def _page(self, kind: DocumentKind, form: TemplateForm, **context: Any) -> HttpResponse:
        form.helper = form_helper(submit_label=_("上传并检查"))
        versions = list(DocumentTemplate.objects.filter(kind=kind.key).select_related("uploaded_by"))
        context |= {"kind": kind, "form": form, "versions": versions}
        context["is_built_in"] = not any(one.is_active or one.taken_out_at for one in versions)
        return render(self.request, "documents/template.html", context)


class ActivateView(KeeperView):
    """``/documents/templates/<kind>/<version>/activate/``."""

    def get(self, request: HttpRequest, kind: str, version: int) -> HttpResponse:
        self.template(self.kind(kind), version)
        return redirect("documents:template", kind)

    def post(self, request: HttpRequest, kind: str, version: int) -> HttpResponse:
        of_kind = self.kind(kind)
        try:
            workflow.activate_template(kind=of_kind, template=self.template(of_kind, version), rights=self.rights)
        except RefusedTemplateError:
            messages.error(request, _("这一版没有通过现在的检查，不能启用，问题写在它下面。"))
            return redirect("documents:template", kind)
        messages.success(request, _("以后的文书用这个模板。已经签发的不变。"))
        return redirect("documents:template", kind)


class TemplateFileView(KeeperView):
    """``/documents/templates/<kind>/<version>/<what>``: the template to edit, or a sample with made-up values."""

    def get(self, request: HttpRequest, kind: str, version: int, what: str) -> HttpResponseBase:
        of_kind = self.kind(kind)
        template = self.template(of_kind, version)
        if template is not None and what != "template.docx" and recheck(template):
            messages.error(request, _("这一版没有通过现在的检查，不出样张，问题写在它下面。"))
            return redirect("documents:template", kind)
        content = template_bytes(of_kind, template)
        record(action="template.taken", detail={"kind": kind, "version": version, "what": what}, request=request)
        name = f"{of_kind.label} {version}"
        if what == "template.docx":
            return as_file(content, Format.DOCX, name)
        sample = fill(content, of_kind.example, title=str(of_kind.label))
        if what == "sample.docx":
            return as_file(sample, Format.DOCX, name)
        if what != "sample.pdf":
            raise Http404
        try:
            return as_file(as_pdf(sample), Format.PDF, name)
        except NotPrintedError as error:
            messages.warning(request, str(error.reason))
            return redirect("documents:template", kind)
