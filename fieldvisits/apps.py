from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldvisitsConfig(AppConfig):
    name = "fieldvisits"
    verbose_name = _("现场办公")

    def ready(self) -> None:
        from fieldvisits import limits, permissions, retention
        from fieldvisits.panels import point_panel
        from fieldvisits.source import FIELDVISITS
        from outreach.audit.actions import Sort, actions
        from outreach.contactpoints.panels import panels
        from outreach.ledger.sources import sources

        limits.declare()
        retention.declare()
        permissions.declare()
        sources.register(FIELDVISITS)
        panels.register(FIELDVISITS.key, point_panel)
        actions.name("visit.logged", _("记录走访"), Sort.CHANGE)
        actions.name("visit.imported", _("代为导入走访"), Sort.CHANGE)
        actions.name("visits.exported", _("导出走访记录"), Sort.READING)
        actions.name("visit.planned", _("安排走访"), Sort.CHANGE)
        actions.name("visit.called_off", _("取消走访"), Sort.CHANGE)
