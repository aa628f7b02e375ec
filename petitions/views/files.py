"""Files of petitions, handed out only to those who may see the petition."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from outreach.attachments.models import Attachment
from outreach.attachments.serving import respond
from outreach.audit.workflow import record
from outreach.common.access import ByCode, SignedIn, access
from outreach.documents import panel, serving
from outreach.documents.models import Document
from outreach.documents.workflow import note
from outreach.org.scoping import Rights
from petitions.documents.dossier import DOSSIER
from petitions.models import Petition, PetitionFile
from petitions.views.visitor import tracked_petition


@access(SignedIn())
@require_GET
def case_file(request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:
    """A file of a case, for those who see the case."""
    visible = Petition.objects.visible_to(request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
    petition = get_object_or_404(visible, number=number)
    attachment = get_object_or_404(petition.files, attachment=pk).attachment
    _tell_of(petition, attachment, request)
    return respond(attachment, request, inline=True)


@access(SignedIn())
@require_GET
def proof_file(request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:
    """What shows that an opinion was delivered or a petition taken back, for those who see the case."""
    visible = Petition.objects.visible_to(request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
    petition = get_object_or_404(visible, number=number)
    shown = Q(pk__in=petition.opinions.values("proof")) | Q(pk__in=petition.withdrawals.values("proof"))
    shown |= Q(pk__in=petition.above.values("paper"))
    attachment = get_object_or_404(Attachment.objects.filter(shown), pk=pk)
    _tell_of(petition, attachment, request)
    return respond(attachment, request, inline=True)


def _tell_of(petition: Petition, attachment: Attachment, request: HttpRequest) -> None:
    """Who took which file; of a sealed case not even which, or two looks at one could be told from looks at two."""
    named = {} if petition.is_sealed else {"file": attachment.pk}
    record(action="petition.file_taken", obj=petition, detail=named, request=request)


@access(ByCode())
@require_GET
def tracked_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file of the matter whose code this visitor knows."""
    tracked = tracked_petition(request)
    if tracked is None:
        raise Http404
    file = get_object_or_404(PetitionFile.objects.select_related("attachment"), petition=tracked, attachment=pk)
    return respond(file.attachment, request, inline=True)


@access(ByCode())
@require_GET
def tracked_document(request: HttpRequest, pk: UUID, file_format: str) -> HttpResponseBase:
    """A document issued to whoever brought the matter whose code this visitor knows, with their name in it."""
    tracked = tracked_petition(request)
    if tracked is None:
        raise Http404
    document = get_object_or_404(Document.objects.of(DOSSIER.key, tracked.pk).handed_out(), pk=pk)
    note("document.taken", document, Rights.system(), {"format": file_format, "by": "petitioner"})
    return serving.respond(document, file_format, panel.copy_for(document, sees_identity=True))
