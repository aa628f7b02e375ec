"""What every page of the desk starts from: who asks, and what they may see."""

from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.common.access import Permitted, Policy
from outreach.documents.panel import has_documents
from outreach.org.scoping import Rights
from petitions.documents.dossier import DOSSIER
from petitions.models import Accused, Petition
from petitions.permissions import LIST
from petitions.sponsored import has_sponsor


@method_decorator(never_cache, name="dispatch")
class DeskView(View):
    """A page for people who hold one permission somewhere; what is out of their sight does not exist."""

    policy: Policy = Permitted(LIST)

    @cached_property
    def rights(self) -> Rights:
        rights: Rights = self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights

    def petition(self, number: str) -> Petition:
        """The case; ``Http404`` when out of sight, so nobody learns that it exists."""
        visible = Petition.objects.visible_to(self.rights)
        named = (
            "unit",
            "referred_to",
            "inspecting_unit",
            "issue",
            "registered_by",
            "officer",
            "way_in__leader__user",
            "way_in__read_back_by",
        )
        kept_away = Prefetch("accused", Accused.objects.select_related("user", "unit"))
        found = visible.select_related(*named).prefetch_related(kept_away).filter(number=number)
        found = found.annotate(has_documents=has_documents(DOSSIER.key), has_sponsor=has_sponsor())
        petition: Petition | None = found.first()
        if petition is None:
            raise Http404
        return petition
