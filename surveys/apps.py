from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("调查研究")

    def ready(self) -> None:
        from outreach.ledger.sources import sources
        from surveys import limits, permissions, source

        limits.declare()
        permissions.declare()
        sources.register(source.SURVEY)
