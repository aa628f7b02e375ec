"""What every page of the desk starts from: who asks, and what they may see."""

from functools import cached_property

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.permissions import LIST


@method_decorator(never_cache, name="dispatch")
class DeskView(LoginRequiredMixin, View):
    """A page for people who hold one permission somewhere; what is out of their sight does not exist."""

    permission = LIST

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not self.rights.may(self.permission):
            raise PermissionDenied(_("您的岗位没有这项权限。"))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rights(self) -> Rights:
        rights: Rights = self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights

    def petition(self, number: str) -> Petition:
        """The case; ``Http404`` when out of sight, so nobody learns that it exists."""
        visible = Petition.objects.visible_to(self.rights)
        petition = visible.select_related("unit", "referred_to", "issue", "registered_by").filter(number=number).first()
        if petition is None:
            raise Http404
        return petition
