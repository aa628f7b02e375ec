from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorConfig(AppConfig):
    name = "outreach.door"
    verbose_name = _("公众入口")

    def ready(self) -> None:
        from outreach.door import visitors  # noqa: F401 - importing connects the receivers
