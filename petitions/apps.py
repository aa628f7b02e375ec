from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("信访接待")

    def ready(self) -> None:
        from outreach.ledger.sources import sources
        from petitions import (  # noqa: F401 - connects checks and receivers
            actions,
            checks,
            leaving,
            limits,
            mailing,
            permissions,
            receivers,
            reminding,
            retention,
            signs,
        )
        from petitions.documents import kinds as documents
        from petitions.source import SOURCE

        limits.declare()
        retention.declare()
        reminding.declare()
        mailing.declare()
        leaving.declare()
        permissions.declare()
        documents.declare()
        sources.register(SOURCE)
        signs.declare()
        actions.declare()
