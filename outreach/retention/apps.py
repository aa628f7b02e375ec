from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "outreach.retention"
    verbose_name = _("保存期限")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.retention import permissions
        from outreach.retention.kinds import Kind, kinds

        def after_migrating(**_kwargs: Any) -> None:
            kinds.install()

        post_migrate.connect(after_migrating, sender=self, weak=False)
        permissions.declare()
        kinds.register(
            Kind(
                "audit.auditrecord",
                _("审计记录"),
                months=1200,
                basis=_("《网络安全法》第二十一条：网络日志留存不少于六个月；审计链不截断，本系统长期保存"),
                floor=6,
            )
        )
        actions.name("retention.held", _("冻结，到期也不删"), Sort.CHANGE)
        actions.name("retention.lift_asked", _("提请解除冻结"), Sort.CHANGE)
        actions.name("retention.kept", _("不解除冻结"), Sort.CHANGE)
        actions.name("retention.released", _("解除冻结"), Sort.CHANGE)
        actions.name("retention.erased", _("到期删除"), Sort.CHANGE)
