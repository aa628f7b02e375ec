from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    name = "policy"
    verbose_name = _("政策宣传")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.ledger.sources import sources
        from policy import limits, permissions, retention, source

        limits.declare()
        retention.declare()
        permissions.declare()
        sources.register(source.POLICY)
        actions.name("policy.published", _("发布政策文件"), Sort.CHANGE)
        actions.name("session.recorded", _("记录宣讲"), Sort.CHANGE)
        actions.name("question.joined", _("把现场提问并入事项"), Sort.CHANGE)
        actions.name("question.answered", _("答复现场提问"), Sort.CHANGE)
