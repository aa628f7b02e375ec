"""Files sent ahead of their form, one by one, so that the page can show how far they are."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.attachments import tickets
from outreach.attachments.pending import token_for
from outreach.attachments.pipeline import store
from outreach.attachments.quota import UPLOADED, has_room, megabytes
from outreach.attachments.refusals import RefusedUpload
from outreach.attachments.tickets import Ticket
from outreach.common.access import Public, access
from outreach.door.gates import Gate


@access(Public())
@never_cache
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Check and keep one file for the form whose ticket the page has; the mark in the answer goes with the form."""
    ticket, files = tickets.read(request.POST.get("ticket", "")), request.FILES.getlist("file")
    if ticket is None or len(files) != 1 or ticket.owner_id not in {None, request.user.pk}:
        return JsonResponse({"error": _("这一页开得太久了，请刷新后重新选择文件。")}, status=400)
    gate = Gate(request, {UPLOADED: megabytes(request)} if ticket.owner_id is None else {})
    if gate.is_asking or (gate.wanted and not has_room(megabytes(request))):
        return JsonResponse({"later": True})  # goes with the form, which asks or says why not
    try:
        answer = _kept(ticket, request, files[0])
    except RefusedUpload as refused:
        answer = {"error": str(refused.reason)}
    gate.count()
    return JsonResponse(answer)


def _kept(ticket: Ticket, request: HttpRequest, upload: UploadedFile[Any]) -> dict[str, str]:
    owner = request.user if ticket.owner_id is not None and request.user.is_authenticated else None
    attachment = store(upload, uploaded_by=owner, max_bytes=ticket.max_bytes)
    return {
        "mark": token_for(attachment, purpose=ticket.purpose),
        "name": attachment.original_name,
        "size": filesizeformat(attachment.size),
    }
