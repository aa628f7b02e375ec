from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    name = "policy"
    verbose_name = _("政策宣传")

    def ready(self) -> None:
        from outreach.ledger.sources import sources
        from policy import limits, permissions, source

        limits.declare()
        permissions.declare()
        sources.register(source.POLICY)
