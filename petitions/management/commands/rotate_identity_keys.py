"""``manage.py rotate_identity_keys``: seal and index every identity with the newest keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from petitions import keyring, vault
from petitions.rotation import BATCH, rotate, rows_to_do


class Command(BaseCommand):
    help = (
        "Seals all identities again with the first key of IDENTITY_KEYS (the older ones must still follow it), a few "
        "rows at a time, while the portal runs. Killed or run twice, it goes on where things stand."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help=f"rows in one transaction ({BATCH})")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = rotate(self._say, max(1, options["batch"]))
        except vault.VaultError as error:
            raise CommandError(keyring.trouble_of(error)) from error
        for line in report.stuck[:20]:
            self.stderr.write(f"not opened, left as it was: {line}")
        self.stdout.write(f"sealed again: {report.identities} identities, {report.drafts} drafts")
        if report.stuck:
            raise CommandError(f"{len(report.stuck)} rows did not open: their key is missing, or they were changed")
        left = rows_to_do()
        self.stdout.write(
            "every row hangs on the newest keys" if not left else f"{left} came in meanwhile: run it again"
        )

    def _say(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} / {total}")
        self.stdout.flush()
