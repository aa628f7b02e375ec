from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "outreach.dashboard"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.dashboard import limits, permissions

        limits.declare()
        permissions.declare()
        actions.name("wallchart.printed", _("打印作战图"), Sort.READING)
