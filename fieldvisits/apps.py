from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldvisitsConfig(AppConfig):
    name = "fieldvisits"
    verbose_name = _("现场办公")

    def ready(self) -> None:
        from fieldvisits import permissions  # noqa: PLC0415 - apps must be loaded first

        permissions.declare()
