"""What runs beside the web server in a journey: the worker and scheduler of ``make run``, and a real mail server."""

import email
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from deploy.__main__ import background

PATIENCE = 90.0


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        self.mails.append(email.message_from_bytes(envelope.original_content or b"", policy=default))
        return "250 OK"

    def texts_for(self, address: str) -> list[str]:
        """The bodies of what came for somebody."""
        mine = [mail for mail in self.mails if address in str(mail["To"])]
        return [str(mail.get_content()) for mail in mine]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    yield mailbox
    controller.stop()


@contextmanager
def worker_and_scheduler(var: Path, mail_port: int) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Start them on the test's database; gives a way to wait until something has happened, while they live."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "outreach.demo.tests.background_settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "VAR_DIR": str(var),
    }
    for folder in ("messages", "control"):  # what `make run` prepares for the embedded queue
        (var / "queue" / folder).mkdir(parents=True)
    commands = background(bool(settings.REDIS_URL)).values()
    with (var / "background.log").open("wb") as log:
        running = [
            subprocess.Popen(  # noqa: S603 - our own commands
                command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
            )
            for command in commands
        ]
        try:
            yield lambda happened: _wait(happened, running, var / "background.log")
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=PATIENCE)


def _wait(happened: Callable[[], bool], running: list[subprocess.Popen[bytes]], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        fallen = [process.args for process in running if process.poll() is not None]
        assert not fallen, f"{fallen} ended: {log.read_text()[-2000:]}"
        assert time.monotonic() < until, f"it did not happen in {PATIENCE} s: {log.read_text()[-2000:]}"
        time.sleep(0.2)


def database_url() -> str:
    """The database this test runs on, for other processes."""
    stored = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stored['NAME']}"
    place = f"{stored['HOST'] or '127.0.0.1'}:{stored['PORT'] or 5432}"
    secret = f":{stored['PASSWORD']}" if stored["PASSWORD"] else ""
    return f"postgres://{stored['USER']}{secret}@{place}/{stored['NAME']}"
