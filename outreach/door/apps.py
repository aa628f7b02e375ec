from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorConfig(AppConfig):
    name = "outreach.door"
    verbose_name = _("公众入口")
