from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldvisitsConfig(AppConfig):
    name = "fieldvisits"
    verbose_name = _("现场办公")

    def ready(self) -> None:
        from fieldvisits import limits, noticing, permissions, receivers, retention  # noqa: F401 - connects the receivers
        from fieldvisits.documents import kinds as documents
        from fieldvisits.panels import point_panel, promises_panel
        from fieldvisits.source import FIELDVISITS
        from outreach.audit.actions import Sort, actions
        from outreach.contactpoints.panels import panels
        from outreach.ledger.sources import sources

        limits.declare()
        retention.declare()
        permissions.declare()
        documents.declare()
        noticing.declare()
        sources.register(FIELDVISITS)
        panels.register(FIELDVISITS.key, point_panel)
        panels.register(f"{FIELDVISITS.key}.promises", promises_panel)
        actions.name("visit.logged", _("记录走访"), Sort.CHANGE)
        actions.name("visit.imported", _("代为导入走访"), Sort.CHANGE)
        actions.name("visits.exported", _("导出走访记录"), Sort.READING)
        actions.name("visit.planned", _("安排走访"), Sort.CHANGE)
        actions.name("visit.approved", _("同意走访计划"), Sort.CHANGE)
        actions.name("visit.moved", _("改走访日期"), Sort.CHANGE)
        actions.name("visit.called_off", _("取消走访"), Sort.CHANGE)
        actions.name("feed.made", _("生成日历订阅地址"), Sort.CHANGE)
        actions.name("feed.revoked", _("收回日历订阅地址"), Sort.CHANGE)
        actions.name("minutes.written", _("起草现场办公纪要"), Sort.CHANGE)
        actions.name("minutes.revise", _("修改现场办公纪要"), Sort.CHANGE)
        actions.name("minutes.circulate", _("现场办公纪要征求意见"), Sort.CHANGE)
        actions.name("minutes.window_moved", _("工作日历调整纪要征求意见的期限"), Sort.CHANGE)
        actions.name("minutes.object", _("对现场办公纪要提意见"), Sort.CHANGE)
        actions.name("minutes.answer", _("答复对现场办公纪要的意见"), Sort.CHANGE)
        actions.name("minutes.take_back", _("收回现场办公纪要"), Sort.CHANGE)
        actions.name("minutes.confirm", _("确认现场办公纪要"), Sort.CHANGE)
