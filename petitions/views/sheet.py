"""The task sheet of a ledger item that came from a petition, for whoever sees the item."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from outreach.attachments.serving import respond
from outreach.audit.workflow import record
from outreach.calendars.workdays import WorkCalendar
from outreach.common.access import SignedIn
from outreach.ledger.lights import light_of
from petitions.sheets import Sheet, file_of, may_see_names, sheet_of
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
        context |= {"sheet": sheet, "issue": sheet.issue, "may_see_names": may_see_names(sheet, self.rights)}
        if sheet.issue.is_running:
            context["light"] = light_of(sheet.issue, WorkCalendar.current())
        return render(self.request, "petitions/sheet.html", context)


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
