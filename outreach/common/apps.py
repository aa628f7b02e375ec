"""What every room uses and no room owns; no models, no domain words."""

from typing import Any

from django.apps import AppConfig

from outreach.common.fields import say_plainly


class CommonConfig(AppConfig):
    name = "outreach.common"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        say_plainly()  # now, for the administration makes its forms before any room is ready

    def ready(self) -> None:
        from outreach.common import checks, lookups, ownfiles  # noqa: F401 - importing connects checks and receivers

        lookups.register()
