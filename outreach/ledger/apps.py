from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "outreach.ledger"
    verbose_name = _("台账")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.ledger import limits, other, panels, permissions, receivers  # noqa: F401 - connects the receivers
        from outreach.ledger.workflow import LEDGER

        limits.declare()
        permissions.declare()
        other.declare()
        panels.declare()
        actions.name_steps("issue", LEDGER.steps)
        actions.name("issue.noted", _("记下事项"), Sort.CHANGE)
        actions.name("ledger.exported", _("导出台账"), Sort.READING)
