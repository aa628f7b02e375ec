from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("信访接待")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.ledger.sources import sources
        from petitions import checks, limits, permissions, receivers, retention  # noqa: F401 - connects checks and receivers
        from petitions.documents import kinds as documents
        from petitions.source import SOURCE
        from petitions.workflow import PETITIONS, revealing
        from petitions.workflow.receptions import RECEPTIONS

        limits.declare()
        retention.declare()
        permissions.declare()
        documents.declare()
        sources.register(SOURCE)
        actions.name_steps("petition", PETITIONS.steps)
        actions.name_steps("reception", RECEPTIONS.steps)
        actions.name("reception.planned", _("排接访日"), Sort.CHANGE)
        actions.name("reception.realigned", _("接访日随日历调整"), Sort.CHANGE)
        actions.name("reception.substituted", _("换人代为接访"), Sort.CHANGE)
        actions.name("reception.called_off", _("取消接访日"), Sort.CHANGE)
        actions.name("reception.asked", _("预约领导接访"), Sort.CHANGE)
        actions.name("petition.registered", _("收到信访件"), Sort.CHANGE)
        for key, label in revealing.ACTIONS.items():
            actions.name(key, label, Sort.READING)
        actions.name("identity.searched", _("按号码找信访件"), Sort.READING)
        actions.name("identity.search_limited", _("按号码找信访件超过次数"), Sort.READING)
        actions.name("identity.hinted", _("交出前检查认出信访人"), Sort.READING)
        actions.name("identity.looked_through", _("交出前检查没有认出信访人"), Sort.READING)
        actions.name("identity.look_limited", _("交出前检查超过次数"), Sort.READING)
        actions.name("identity.shown_to_unit", _("经办人查看信访人姓名"), Sort.READING)
        actions.name("identity.exported", _("导出一个人的数据"), Sort.READING)
        actions.name("identity.corrected", _("更正信访人身份"), Sort.CHANGE)
        actions.name("identity.rotation_started", _("开始更换身份密钥"), Sort.CHANGE)
        actions.name("identity.keys_rotated", _("更换身份密钥"), Sort.CHANGE)
        actions.name("petition.code_renewed", _("信访人换了查询码"), Sort.CHANGE)
        actions.name("petition.sheet_viewed", _("查看任务单"), Sort.READING)
        actions.name("petition.sheet_file_taken", _("打开任务单材料"), Sort.READING)
        actions.name("petition.viewed", _("查看信访件"), Sort.READING)
        actions.name("petition.file_taken", _("打开信访材料"), Sort.READING)
