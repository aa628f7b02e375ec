"""S6: hostile files through the form on a real web server: refused in words or stored inert, in little memory."""

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from outreach.attachments.models import Attachment
from outreach.attachments.tests import making
from outreach.attachments.tests.test_refusing import HOSTILE
from outreach.org.testing import Cast
from petitions.factories import STEPS
from petitions.models import DraftFile

MATTER = "/petitions/new/matter/"
MOST_MEGABYTES = 200
SCRIPT = b"<script>alert(1)</script>"
#: Taken in, each in a form in which it can do nothing.
INERT = {
    "pdf with a script": (
        "a.pdf",
        making.PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    ),
    "script behind a photo": ("a.jpg", making.picture() + SCRIPT),
    "archive behind a photo": ("b.jpg", making.picture() + making.archive({"a.exe": b"MZ"})),
    "photo that tells a place": ("c.jpg", making.located_photo()),
    "png that tells an author": ("d.png", making.annotated_png()),
    "photo named like a program": ("photo\u202egpj.exe", making.picture("PNG")),
    "photo with a climbing name": ("../../../etc/cron.d/x.jpg", making.picture("WEBP")),
    "name of 300 characters": ("长" * 300 + ".jpg", making.picture(size=(65, 48))),
    "name that is a tag": ('"><img src=x onerror=alert(1)>.txt', "你好".encode()),
    "photo of 49 megapixels": ("e.jpg", making.painted("JPEG", 49_000_000)),
    "png of 16 megapixels": ("f.png", making.painted("PNG", 16_500_000)),
    "webp of 9 megapixels": ("g.webp", making.painted("WEBP", 9_500_000)),
}


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Port of a web server on the test's database, and the process of its only worker."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(tmp_path),
        "IDENTITY_KEYS": ",".join(settings.IDENTITY_KEYS),
        "IDENTITY_INDEX_KEY": settings.IDENTITY_INDEX_KEY,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "INTERNAL_NETWORKS": "127.0.0.0/8",
        "DJANGO_SETTINGS_MODULE": "outreach.settings.dev",
    }
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = (sys.executable, "-m", "gunicorn", "outreach.wsgi", "--no-control-socket", "--log-level", "error")
        process = subprocess.Popen(  # noqa: S603 - our own server
            [*command, "--bind", f"fd://{listening.fileno()}", "--workers", "1", "--timeout", "120"],
            pass_fds=[listening.fileno()],
            cwd=settings.BASE_DIR,
            env=environment,
        )
        try:
            port = listening.getsockname()[1]
            ask(port, "GET", "/healthz")
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
            yield port, int(children[0])
        finally:
            process.terminate()
            process.wait(timeout=20)


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, str]:
    """Status, page and cookies."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        browser.request(method, path, body, headers)
        answer = browser.getresponse()
        cookies = "; ".join(said.split(";")[0] for name, said in answer.getheaders() if name.lower() == "set-cookie")
        return answer.status, answer.read().decode(errors="replace"), cookies
    finally:
        browser.close()


def send(port: int, name: str, content: bytes) -> int:
    """The second step of a form of its own with one file; the status of the answer."""
    _status, page, cookies = ask(port, "GET", "/petitions/new/")
    hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"', page))
    fields = hidden | STEPS[MATTER] | {"unit_name": "", "is_unit_unknown": "on"}
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    escaped = name.replace('"', "%22")
    parts.append(f'--cut\r\nContent-Disposition: form-data; name="files"; filename="{escaped}"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--cut--\r\n"
    kind = "multipart/form-data; boundary=cut"
    return ask(port, "POST", MATTER, body, **{"Content-Type": kind, "Cookie": cookies, "Referer": "http://localhost/"})[
        0
    ]


def megabytes(pid: int, line: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.findall(rf"{line}:\s+(\d+)", status)[0]) / 1024


@pytest.mark.long
@pytest.mark.embedded
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory of a process from /proc")
def test_hostile_files_are_refused_or_stored_inert_in_little_memory(cast: Cast, server: tuple[int, int]) -> None:
    port, worker = server
    assert send(port, "a.txt", b"first") == 302
    before = megabytes(worker, "VmRSS")
    refused = {words: send(port, name, content) for words, (name, content, _reason) in HOSTILE.items()}
    stored = {words: send(port, name, content) for words, (name, content) in INERT.items()}
    grown = megabytes(worker, "VmHWM") - before
    assert len(refused) + len(stored) >= 40
    assert not {words: status for words, status in refused.items() if status not in {200, 413}}
    assert not {words: status for words, status in stored.items() if status != 302}
    assert DraftFile.objects.count() == Attachment.objects.count() == len(INERT) + 1
    assert grown < MOST_MEGABYTES
    print(f"S6: {len(refused)} refused, {len(stored)} stored, 0 errors, {grown:.0f} MB more memory at most")  # noqa: T201 - the figures of the proof
