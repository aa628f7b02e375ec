"""What every room uses and no room owns; no models, no domain words."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "outreach.common"

    def ready(self) -> None:
        from outreach.common import checks, lookups  # noqa: F401 - the checks register themselves

        lookups.register()
