from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("调查研究")

    def ready(self) -> None:
        from outreach.audit.actions import Sort, actions
        from outreach.ledger.sources import sources
        from surveys import limits, permissions, retention, source

        limits.declare()
        retention.declare()
        permissions.declare()
        sources.register(source.SURVEY)
        actions.name("investigation.begun", _("开始调研课题"), Sort.CHANGE)
        actions.name("investigation.recorded", _("记录调研"), Sort.CHANGE)
        actions.name("finding.joined", _("把调研发现并入事项"), Sort.CHANGE)
        actions.name("finding.kept", _("把调研发现留作情况"), Sort.CHANGE)
