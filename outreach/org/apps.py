from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "outreach.org"
    verbose_name = _("组织")

    def ready(self) -> None:
        from outreach.accounts.models import User
        from outreach.audit.actions import actions
        from outreach.audit.permissions import VIEW
        from outreach.org.grants import grants
        from outreach.org.models import Posting, Role

        # The audit lies below this room and does not know the roles.
        grants.allow(VIEW, Role.AUDIT_ADMIN)
        actions.about_rights(User, Posting)
