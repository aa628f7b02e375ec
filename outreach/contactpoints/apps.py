from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactpointsConfig(AppConfig):
    name = "outreach.contactpoints"
    verbose_name = _("联系点")

    def ready(self) -> None:
        from outreach.contactpoints import permissions

        permissions.declare()
