"""What every page of this room starts from: who asks, and what they may see."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.common.access import Policy, SignedIn
from outreach.documents.kinds import DocumentKind, kinds, record_of
from outreach.documents.models import Document
from outreach.org.scoping import Rights


@method_decorator(never_cache, name="dispatch")
class DocumentsView(View):
    """What is out of somebody's sight does not exist."""

    policy: Policy = SignedIn()

    @cached_property
    def rights(self) -> Rights:
        rights: Rights = self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights

    def kind(self, key: str) -> DocumentKind:
        kind = kinds.get(key)
        if kind is None:
            raise Http404
        return kind

    def record(self, dossier: str, record_id: int) -> Any:
        found = record_of(dossier, record_id, self.rights)
        if found is None:
            raise Http404
        return found

    def document(self, pk: UUID) -> tuple[Document, Any]:
        """The document and what it is about."""
        named = ("unit", "drafted_by", "issued_by", "replaces", "template")
        document = Document.objects.visible_to(self.rights).select_related(*named).filter(pk=pk).first()
        if document is None or kinds.get(document.kind) is None:
            raise Http404
        return document, self.record(document.dossier, document.record_id)
