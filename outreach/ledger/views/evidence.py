"""Handing out a file of an item to whoever may see the item."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from outreach.attachments.serving import respond
from outreach.audit.workflow import record
from outreach.ledger.models import Evidence
from outreach.ledger.views.base import LedgerView


class EvidenceView(LedgerView):
    """``/ledger/<number>/evidence/<id>/``, and its small picture."""

    is_thumbnail = False

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
        visible = Evidence.objects.filter(issue__in=self.visible.filter(number=number.upper()))
        evidence = get_object_or_404(visible.select_related("attachment", "issue"), pk=pk)
        if evidence.issue.is_sealed:
            facts = {"sealed": True, "file": evidence.attachment.pk}
            record(action="issue.file_taken", obj=evidence.issue, detail=facts, request=request)
        return respond(evidence.attachment, request, inline=True, thumbnail=self.is_thumbnail)
