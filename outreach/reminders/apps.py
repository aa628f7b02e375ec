from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "outreach.reminders"
    verbose_name = _("提醒")

    def ready(self) -> None:
        from outreach.reminders import permissions, receivers, retention, rules  # noqa: F401 - connects the receivers

        def install(**_kwargs: Any) -> None:
            rules.install_defaults()

        post_migrate.connect(install, sender=self, weak=False)
        permissions.declare()
        retention.declare()
