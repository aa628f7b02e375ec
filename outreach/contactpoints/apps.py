from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactpointsConfig(AppConfig):
    name = "outreach.contactpoints"
    verbose_name = _("联系点")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.contactpoints import leaving, permissions

        permissions.declare()
        leaving.declare()
        actions.name("contact_point.opened", _("设立联系点"), Sort.CHANGE)
        actions.name("contact_point.changed", _("调整联系点"), Sort.CHANGE)
        actions.name("contact_point.handed_over", _("移交联系点"), Sort.CHANGE)
