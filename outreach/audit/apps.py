from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "outreach.audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        from outreach.audit import actions, guards, receivers  # noqa: F401 - importing connects the receivers

        actions.declare()
        post_migrate.connect(guards.reinstall_after_migration, sender=self)
