from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "outreach.ledger"
    verbose_name = _("台账")

    def ready(self) -> None:
        from outreach.ledger import limits, other, panels, permissions, receivers  # noqa: F401 - connects the receivers

        limits.declare()
        permissions.declare()
        other.declare()
        panels.declare()
