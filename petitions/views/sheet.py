"""The task sheet of a ledger item that came from a petition, for whoever sees the item."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from outreach.attachments.serving import respond
from outreach.audit.workflow import record
from outreach.calendars.workdays import WorkCalendar
from outreach.common.access import SignedIn
from outreach.documents import serving
from outreach.documents.states import Copy
from outreach.documents.workflow import note
from outreach.ledger.lights import light_of
from petitions.sheets import Sheet, documents_of, file_of, may_see_names, sheet_of
from petitions.views.base import DeskView
from petitions.workflow.persons import see_names


class SheetView(DeskView):
    """``/petitions/sheets/<item>/``: to read and to print; POST shows the names that may be shown, once."""

    policy = SignedIn()

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        sheet = self.sheet(number)
        record(action="petition.sheet_viewed", obj=sheet.issue, request=request)
        return self.page(sheet)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        sheet = self.sheet(number)
        return self.page(sheet, names=see_names(sheet=sheet, rights=self.rights))

    def sheet(self, number: str) -> Sheet:
        sheet = sheet_of(number, self.rights)
        if sheet is None:
            raise Http404
        return sheet

    def page(self, sheet: Sheet, **context: Any) -> HttpResponse:
        context |= {
            "documents": documents_of(sheet),
            "sheet": sheet,
            "issue": sheet.issue,
            "may_see_names": may_see_names(sheet, self.rights),
        }
        if sheet.issue.is_running:
            context["light"] = light_of(sheet.issue, WorkCalendar.current())
        return render(self.request, "petitions/sheet.html", context)


class SheetDocumentView(SheetView):
    """``/petitions/sheets/<item>/documents/<id>/<format>/``: a task sheet that was issued on paper."""

    def get(  # type: ignore[override]  # a file
        self, request: HttpRequest, number: str, pk: UUID, file_format: str
    ) -> HttpResponseBase:
        document = get_object_or_404(documents_of(self.sheet(number)), pk=pk)
        note("document.taken", document, self.rights, {"format": file_format, "by": "unit"})
        return serving.respond(document, file_format, Copy.OFFICE)

    def post(  # type: ignore[override]  # a file
        self, request: HttpRequest, number: str, pk: UUID, file_format: str
    ) -> HttpResponse:
        self.sheet(number)
        return redirect("petitions:sheet", number)


class SheetFileView(SheetView):
    """``/petitions/sheets/<item>/files/<id>/``: a file that was chosen for the sheet, under its neutral name."""

    def get(self, request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:  # type: ignore[override]  # a file
        sheet = self.sheet(number)
        file = file_of(sheet, pk)
        if file is None:
            raise Http404
        record(action="petition.sheet_file_taken", obj=sheet.issue, detail={"file": pk}, request=request)
        file.attachment.original_name = file.name
        return respond(file.attachment, request, inline=True)

    def post(self, request: HttpRequest, number: str, pk: UUID) -> HttpResponse:  # type: ignore[override]  # a file
        self.sheet(number)
        return redirect("petitions:sheet", number)
