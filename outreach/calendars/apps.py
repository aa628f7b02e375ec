from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "outreach.calendars"
    verbose_name = _("工作日历与时限")

    def ready(self) -> None:
        from outreach.calendars import workdays
        from outreach.calendars.installing import install

        def after_migrating(**_kwargs: Any) -> None:
            install()

        post_migrate.connect(after_migrating, sender=self, weak=False)
        request_started.connect(workdays.open_request)
        request_finished.connect(workdays.close_request)
