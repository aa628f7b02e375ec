"""The register as a workbook: taken in from other systems, and handed out; long work shows how far it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from outreach.attachments.refusals import RefusedUpload
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.access import Permitted
from outreach.common.transitions import RefusedStepError
from outreach.common.workbooks import XLSX
from petitions import keyring
from petitions.forms.register_file import ExportForm, RegisterFileForm
from petitions.listing import Listing
from petitions.models import JobPiece, RegisterJob
from petitions.models.job import Stage, Work
from petitions.permissions import EXPORT, IMPORT, LIST
from petitions.register import jobs, pieces
from petitions.register.workbooks import template
from petitions.views.base import DeskView

#: How often a page looks again while work goes on, in seconds.
LOOKS_AGAIN = 3
_SHOWN = 200


class ImportView(DeskView):
    """``/petitions/register/import/``: a register to be checked."""

    policy = Permitted(IMPORT)

    def get(self, request: HttpRequest) -> HttpResponse:
        keyring.confirm()
        return self.page(RegisterFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegisterFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        upload, token = form.cleaned_data["register"], form.cleaned_data["token"]
        try:
            job = jobs.start_import(upload=upload, token=token, rights=self.rights)
        except RefusedUpload as refused:
            form.add_error("register", str(refused.reason))
            return self.page(form)
        return redirect(job)

    def page(self, form: RegisterFileForm) -> HttpResponse:
        mine = RegisterJob.objects.visible_to(self.rights).filter(work=Work.IMPORT)[:5]
        return render(self.request, "petitions/register_import.html", {"form": form, "jobs": mine})


class TemplateView(DeskView):
    """``/petitions/register/import/template.xlsx``: an empty register with how to fill it in."""

    policy = Permitted(IMPORT)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return FileResponse(template(), as_attachment=True, filename=_("信访登记册模板.xlsx"), content_type=XLSX)


class ExportView(DeskView):
    """``/petitions/register/export/``: the list that was seen, as a workbook."""

    policy = Permitted(EXPORT)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ExportForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("这一页放得太久了，请回到列表重新导出。"))
            return redirect("petitions:list")
        query = form.cleaned_data["query"]
        rows = Listing(QueryDict(query), self.rights).petitions.count()
        job = jobs.start_export(query=query, rows=rows, token=form.cleaned_data["token"], rights=self.rights)
        return redirect(job)


class JobView(DeskView):
    """``/petitions/register/jobs/<id>/``: how far it is; the person who asked for it, and nobody else."""

    policy = Permitted(LIST)

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        job = find_job(self, pk)
        found = list(job.found.all()[:_SHOWN])
        context: dict[str, Any] = {"job": job, "found": found, "has_more": job.remarks > len(found)}
        context["file"] = file_of(job)
        response = render(request, "petitions/register_job.html", context)
        if job.is_running:
            response["Refresh"] = str(LOOKS_AGAIN)
        return response

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        job = find_job(self, pk)
        try:
            jobs.go_on_with(job=job, rights=self.rights)
        except RefusedStepError as refused:
            messages.warning(request, str(refused.reason))
        return redirect(job)


class JobFileView(DeskView):
    """``/petitions/register/jobs/<id>/file.xlsx``: what was made, for the person who asked, for a day."""

    policy = Permitted(LIST)

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        job = find_job(self, pk)
        part = file_of(job)
        if not part:
            raise Http404
        record(action="register.file_taken", obj=job, request=request, detail={"part": part})
        response = StreamingHttpResponse(pieces.contents(job, part), content_type=XLSX)
        name = _("信访登记册") if part == JobPiece.Part.RESULT else _("登记册检查结果")
        filename = f"{name}-{clock.day_of(job.asked_at):%Y%m%d}.xlsx"
        response.headers["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=filename) or ""
        )
        return response


def find_job(view: DeskView, pk: UUID) -> RegisterJob:
    """One's own job of the last day, while one may still do such a thing; ``Http404`` for any other."""
    since = clock.now() - jobs.KEPT_FOR
    job = RegisterJob.objects.visible_to(view.rights).filter(pk=pk, asked_at__gte=since).first()
    if job is None:
        raise Http404
    if not view.rights.may(IMPORT if job.work == Work.IMPORT else EXPORT):
        raise PermissionDenied
    return job


def file_of(job: RegisterJob) -> JobPiece.Part | None:
    """What there is to fetch: the finished register, or the one that was checked."""
    if job.work == Work.EXPORT:
        return JobPiece.Part.RESULT if job.stage == Stage.DONE else None
    is_checked = job.pieces.filter(part=JobPiece.Part.REPORT).exists()
    return JobPiece.Part.REPORT if is_checked else None
