"""What every room uses and no room owns; no models, no domain words."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "outreach.common"

    def ready(self) -> None:
        from outreach.common import checks, lookups, ownfiles  # noqa: F401 - importing connects checks and receivers

        lookups.register()
