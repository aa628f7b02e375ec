"""``manage.py sweep_attachments``: clears away uploads that no record links to."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from outreach.attachments.sweeping import sweep_orphans, sweep_strays


class Command(BaseCommand):
    help = "Delete attachments that no record links to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hours", type=int, default=48, help="only those older than this (default 48)")

    def handle(self, *args: Any, **options: Any) -> None:
        older_than = timedelta(hours=max(0, options["hours"]))
        counts = {"rows": sweep_orphans(older_than), "files": sweep_strays(older_than)}
        self.stdout.write(_("已清除附件 %(rows)s 个，无主文件 %(files)s 个。") % counts)
