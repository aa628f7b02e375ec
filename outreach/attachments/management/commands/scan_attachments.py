"""``manage.py scan_attachments``: looks for viruses now, again in every file where asked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from outreach.attachments import scanning
from outreach.attachments.models import Attachment


class Command(BaseCommand):
    help = "Scan stored files with ClamAV; what is infected is no longer handed out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="every file, also those scanned before")

    def handle(self, *args: Any, **options: Any) -> None:
        if not scanning.is_configured():
            raise CommandError(_("没有配置查毒程序：请设置 CLAMD_URL。"))
        every = Attachment.objects.order_by("created_at")
        wanted = every if options["again"] else every.unscanned()
        done = scanning.scan_all(wanted)
        words = {"clean": done.clean, "infected": done.infected, "left": Attachment.objects.unscanned().count()}
        self.stdout.write(_("干净 %(clean)s 个，带毒 %(infected)s 个，还没查 %(left)s 个。") % words)
