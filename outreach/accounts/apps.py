from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "outreach.accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        from outreach.accounts import locking, sessions  # noqa: F401 - importing connects the receivers
