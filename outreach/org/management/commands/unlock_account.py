"""``manage.py unlock_account``: the way back in when nobody who could help can sign in either."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts import secondfactor
from outreach.accounts.locking import unlock
from outreach.accounts.models import User
from outreach.org.enrolling import new_password


class Command(BaseCommand):
    help = (
        "Let an account try again at once that is locked after wrong passwords. With --new-password it gets a password "
        "for one sign-in, with --reset-factor a new phone can be set up. Each act enters the audit log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what is typed to sign in")
        parser.add_argument("--new-password", action="store_true", help="print a password for one sign-in")
        parser.add_argument("--reset-factor", action="store_true", help="forget phone and recovery codes")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("没有用户名“%s”。") % options["username"])
        if not user.is_active:
            raise CommandError(_("这个账号已停用，由安全管理员在后台重新启用。"))
        was_locked = unlock(user=user, by=None)
        self.stdout.write(_("已解除锁定。") if was_locked else _("这个账号没有锁定。"))
        if options["reset_factor"]:
            was_set = secondfactor.reset(user=user, by=None)
            self.stdout.write(_("已重置第二步验证。") if was_set else _("这个账号没有第二步验证。"))
        if options["new_password"]:
            self.stdout.write(_("一次性密码（只显示这一次）：%s") % new_password(user=user))
