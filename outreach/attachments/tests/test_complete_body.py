"""An upload that is cut off on the way is told so, instead of arriving with its file silently missing."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from outreach.attachments.middleware import MAX_BODY_BYTES
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload

pytestmark = pytest.mark.django_db

BOUNDARY = "----cut"
BODY = b"".join(
    (
        b'------cut\r\nContent-Disposition: form-data; name="text"\r\n\r\nwords\r\n',
        b'------cut\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n',
        b"Content-Type: application/pdf\r\n\r\n",
        making.PDF + b"x" * 300_000,
        b"\r\n------cut--\r\n",
    )
)
CUT_OFF = "没有传完整".encode()
TOO_LARGE = "文件太大".encode()


class Input(BytesIO):
    """What a web server hands over: it may end early, and it counts what was asked of it."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.largest = max(self.largest, size or 0)
        return super().read(size)


def answer(stream: BytesIO, declared: int | str, **more: str) -> tuple[int, bytes]:
    """What the whole portal says to a POST with this body."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": reverse("admin:login"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(declared),
        "wsgi.url_scheme": "http",
        "wsgi.input": stream,
        **more,
    }
    response = ClientHandler(enforce_csrf_checks=True)(environ)
    return response.status_code, b"".join(response)


@pytest.mark.parametrize("kept", [0, 10, 40, 120, 200, 260, 100_000, 250_000, len(BODY) - 20, len(BODY) - 5, -1])
def test_a_cut_anywhere_is_told(kept: int) -> None:
    status, page = answer(BytesIO(BODY[:kept]), len(BODY))
    assert status == 400
    assert CUT_OFF in page


def test_a_whole_upload_goes_on_to_the_next_check() -> None:
    status, page = answer(BytesIO(BODY), len(BODY))
    assert status == 403, "only the CSRF check is left to refuse it"
    assert CUT_OFF not in page


def test_a_length_that_is_no_number_is_no_error() -> None:
    status, _page = answer(BytesIO(BODY), "many")
    assert status in {400, 403}


def test_a_form_whose_length_is_no_number_is_no_error(client: Client) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = client.post("/display/", data="a=1", content_type=kind, CONTENT_LENGTH="x")
    assert answer.status_code < 500


def test_a_body_without_a_length_is_not_taken_for_an_empty_form() -> None:
    assert answer(BytesIO(BODY), "", HTTP_TRANSFER_ENCODING="chunked")[0] == 400


def test_an_enormous_body_is_refused_unread() -> None:
    stream = Input(b"x")
    status, page = answer(stream, 10 * 1024**3)
    assert (status, stream.tell(), TOO_LARGE in page) == (413, 0, True)


def test_a_body_somewhat_too_large_is_read_away_in_small_pieces() -> None:
    stream = Input(bytes(MAX_BODY_BYTES + 1))
    status, page = answer(stream, MAX_BODY_BYTES + 1)
    assert (status, TOO_LARGE in page) == (413, True)
    assert stream.tell() == MAX_BODY_BYTES + 1
    assert stream.largest <= 64 * 1024


def test_the_test_client_works_as_before() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("admin:login"), {"files": upload("a.pdf", making.PDF), "text": "words"})
    assert response.status_code == 403


def speak(port: int, body: bytes) -> bytes:
    """Send a request that promises ``BODY`` and hang up our side after ``body``; what the server says."""
    head = (
        f"POST {reverse('admin:login')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        answered = b""
        while chunk := connection.recv(65536):
            answered += chunk
    return answered


@pytest.fixture(scope="module")
def gunicorn_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The portal under gunicorn, on a socket that is already listening."""
    folder = tmp_path_factory.mktemp("gunicorn")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = subprocess.Popen(  # noqa: S603 - our own server
            [
                *(sys.executable, "-m", "gunicorn", "outreach.wsgi", "--no-control-socket"),
                *("--bind", f"fd://{listening.fileno()}", "--worker-tmp-dir", str(folder), "--log-level", "error"),
            ],
            pass_fds=[listening.fileno()],
            cwd=settings.BASE_DIR,
            env={**os.environ, "VAR_DIR": str(folder)},
        )
        try:
            yield listening.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=20)


def check_over_the_wire(port: int) -> None:
    cut = speak(port, BODY[:200_000])
    assert cut.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400")), cut[:200]
    assert CUT_OFF in cut
    whole = speak(port, BODY)
    assert b" 403 " in whole.splitlines()[0]


@pytest.mark.long
@pytest.mark.embedded
def test_a_cut_upload_is_told_under_gunicorn(gunicorn_port: int) -> None:
    check_over_the_wire(gunicorn_port)


@pytest.mark.django_db(transaction=True)
def test_a_cut_upload_is_told_by_the_development_server(live_server: LiveServer) -> None:
    check_over_the_wire(int(live_server.url.rpartition(":")[2]))


def test_uploads_in_parts_are_spooled_to_the_disk(tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    stream = Input(BODY)
    assert answer(stream, len(BODY))[0] == 403
    assert stream.largest <= 64 * 1024
