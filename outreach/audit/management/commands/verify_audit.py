"""``manage.py verify_audit``: proves that the audit log is as it was written, or says where it is not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from outreach.audit.verify import verify


class Command(BaseCommand):
    help = "Walk the audit chain; name the first record that does not fit and exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if not verdict.is_whole:
            where = _("第 %(seq)s 条：") % {"seq": verdict.seq} if verdict.seq is not None else ""
            raise CommandError(_("审计链断裂。") + where + verdict.reason)
        self.stdout.write(_("审计链完整，共 %(count)s 条。") % {"count": verdict.count})
