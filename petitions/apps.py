from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("信访接待")

    def ready(self) -> None:
        from outreach.ledger.sources import sources
        from petitions import limits, permissions, receivers  # noqa: F401 - connects the receivers
        from petitions.source import SOURCE

        limits.declare()
        permissions.declare()
        sources.register(SOURCE)
