"""Rounds by hand, or for ever without Celery."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outreach.reminders import ticking


class Command(BaseCommand):
    help = "Plan and send reminders once, or for ever with --loop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go round for ever")

    def handle(self, *_args: Any, **options: Any) -> None:
        while True:
            done = ticking.tick()
            self.stdout.write(f"steps {done.steps}, planned {done.planned}, sent {done.sent}")
            if not options["loop"]:
                return
            close_old_connections()
            time.sleep(settings.TICK_SECONDS)
