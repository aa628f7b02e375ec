"""The administration: whoever has something to do there comes in, by the door of the portal itself."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from outreach.org.grants import ENTER


class Administration(AdminSite):
    """Django's own, opened by roles instead of a flag on the account."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person serves as anything that works here."""
        return bool(request.rights.may(ENTER))  # type: ignore[attr-defined]  # set by RightsMiddleware

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The door of the portal, with its locks and its second factor."""
        # Named, not imported: this module is read before there are models.
        sign_in = import_string("outreach.accounts.views.entering.SignIn")
        answer: HttpResponse = sign_in.as_view(next_page=f"{self.name}:index")(request)
        return answer


class AdministrationConfig(AdminConfig):
    """Instead of ``django.contrib.admin`` in ``INSTALLED_APPS``."""

    default_site = "outreach.org.site.Administration"
