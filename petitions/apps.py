from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("信访接待")

    def ready(self) -> None:
        from outreach.ledger.sources import sources  # noqa: PLC0415 - apps must be loaded first
        from petitions import limits, permissions, receivers  # noqa: F401, PLC0415 - connects the receivers
        from petitions.source import SOURCE  # noqa: PLC0415 - apps must be loaded first

        limits.declare()
        permissions.declare()
        sources.register(SOURCE)
