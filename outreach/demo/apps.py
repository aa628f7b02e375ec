from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """A fictional enterprise to try the portal with; never loaded in production."""

    name = "outreach.demo"
    verbose_name = _("演示数据")
