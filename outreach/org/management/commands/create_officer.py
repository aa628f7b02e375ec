"""``manage.py create_officer``: an account with a post and a password for one sign-in."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.org.enrolling import enrol, one_time_password, role_named, roles_in_words, unit_named
from outreach.org.scoping import Rights

NEEDED = ("username", "name", "role", "unit")


class Command(BaseCommand):
    help = (
        "Make an account with a role in a unit; asks for what is missing. Prints a password that must be changed at "
        "the first sign-in, or asks for one with --ask-password. The first unit named becomes the headquarters."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", default="", help="what is typed to sign in")
        parser.add_argument("--name", default="", help="the person's full name")
        parser.add_argument("--role", default="", help="such as ledger_officer")
        parser.add_argument("--unit", default="", help="name of the unit; ABOVE/NAME where several share it")
        parser.add_argument(
            "--home", default="", help="the unit they sit in, where it is another than their post covers"
        )
        parser.add_argument("--email", default="", help="where reminders go")
        parser.add_argument("--employee-number", default="", help="the number on the staff card")
        parser.add_argument("--ask-password", action="store_true", help="type a password instead of getting one")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {name: options[name] or self._ask(name) for name in NEEDED}
        try:
            role = role_named(answers["role"])
            user = User(
                username=answers["username"],
                full_name=answers["name"],
                email=options["email"],
                employee_number=options["employee_number"],
            )
            password = self._typed() if options["ask_password"] else one_time_password(user)
            unit = unit_named(answers["unit"])
            home = unit_named(options["home"]) if options["home"] else None
            posting = enrol(user=user, password=password, unit=unit, home=home, role=role, rights=Rights.system())
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(_("已建立：%(posting)s，用户名 %(name)s") % {"posting": posting, "name": user.username})
        if not options["ask_password"]:
            self.stdout.write(_("一次性密码（只显示这一次）：%s") % password)
        self.stdout.write(_("第一次登录时要改密码；担任专员、纪检或管理员的，还要设第二步验证。"))

    def _ask(self, name: str) -> str:
        """Interactively; a script must say everything in options."""
        if not sys.stdin.isatty():
            raise CommandError(_("缺少 %(names)s。") % {"names": ", ".join(NEEDED)})
        labels = {"username": _("用户名"), "name": _("姓名"), "unit": _("单位")}
        labels["role"] = _("岗位（%s）") % roles_in_words()
        return input(f"{labels[name]}: ").strip()

    def _typed(self) -> str:
        """Twice, and never from an option: those stand in the list of processes."""
        first = getpass.getpass(_("密码: "))
        if first != getpass.getpass(_("再输一遍: ")):
            raise CommandError(_("两次输入的密码不一样。"))
        return first
