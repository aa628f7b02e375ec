"""Load the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.accounts.models import User
from outreach.demo.enterprise import PASSWORD
from outreach.demo.seeding import seed


class Command(BaseCommand):
    help = "Fill an empty database with a year of a fictional enterprise, through the real workflow."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--issues", type=int, default=150, help="about how many ledger items (default 150)")
        parser.add_argument("--seed", type=int, default=20261123, help="the same number gives the same demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError("the demo is never loaded in production")
        if options["issues"] < 1:
            raise CommandError("--issues must be at least 1")
        if User.objects.exists():
            raise CommandError("the database holds data already; the demo is only loaded into an empty one")
        made = seed(issues=options["issues"], seed=options["seed"], report=self.stdout.write)
        self.stdout.write(f"demo loaded: {made} ledger items; every account has the password {PASSWORD}")
