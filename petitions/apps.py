from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("信访接待")

    def ready(self) -> None:
        from petitions import permissions

        permissions.declare()
