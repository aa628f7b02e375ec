from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "outreach.ledger"
    verbose_name = _("台账")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.ledger import leaving, limits, other, panels, permissions, receivers, retention, signs  # noqa: F401 - connects the receivers
        from outreach.ledger.workflow import LEDGER

        limits.declare()
        permissions.declare()
        other.declare()
        panels.declare()
        signs.declare()
        retention.declare()
        leaving.declare()
        actions.name_steps("issue", LEDGER.steps)
        actions.name("issue.noted", _("记下事项"), Sort.CHANGE)
        actions.name("issue.drawn", _("抽中回头看"), Sort.CHANGE)
        actions.name("issue.viewed", _("查看密封事项"), Sort.READING)
        actions.name("issue.file_taken", _("打开密封事项的材料"), Sort.READING)
        actions.name("ledger.exported", _("导出台账"), Sort.READING)
