"""A stored file comes out so that a browser keeps it or shows its pixels, and runs nothing."""

from pathlib import Path

import pytest
from csp.middleware import CSPMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.attachments.serving import respond
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload

pytestmark = pytest.mark.django_db


def ask(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


def body(response: HttpResponseBase) -> bytes:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]  # either kind
    response.close()
    return content


@pytest.fixture
def recording() -> Attachment:
    return store(upload("座谈会 录音.mp3", making.mp3()))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", making.PDF, "application/pdf"),
        ("a.txt", b"text", "text/plain; charset=utf-8"),
        ("a.jpg", making.picture(), "image/jpeg"),
    ],
)
def test_every_file_comes_as_attachment_in_a_sandbox(name: str, content: bytes, content_type: str) -> None:
    request = ask()
    response = respond(store(upload(name, content)), request)
    CSPMiddleware(lambda _request: HttpResponse()).process_response(request, response)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert body(response)


def test_a_chinese_name_is_written_after_rfc_5987(recording: Attachment) -> None:
    response = respond(recording, ask())
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%BA%A7%E8%B0%88%E4%BC%9A%20%E5%BD%95%E9%9F%B3.mp3"
    )
    assert body(response) == making.mp3()


def test_only_photos_may_show_in_the_page() -> None:
    photo, paper = store(upload("a.jpg", making.picture())), store(upload("a.pdf", making.PDF))
    for attachment, way in ((photo, "inline"), (paper, "attachment")):
        response = respond(attachment, ask(), inline=True)
        assert response["Content-Disposition"].startswith(way)
        response.close()


def test_the_thumbnail_is_a_small_jpeg() -> None:
    photo = store(upload("a.png", making.picture("PNG", size=(2000, 1000))))
    response = respond(photo, ask(), thumbnail=True)
    assert (response["Content-Type"], response["Content-Disposition"]) == ("image/jpeg", 'inline; filename="a.png"')
    assert body(response).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, 1688),
        ("bytes=-8", 206, 1680, 1688),
        ("bytes=-99999", 206, 0, 1688),
        ("bytes=1600-99999", 206, 1600, 1688),
        ("bytes=9-3", 200, 0, 1688),
        ("bytes=-", 200, 0, 1688),
        ("bytes=0-1,4-5", 200, 0, 1688),
        ("lines=1-2", 200, 0, 1688),
        ("bytes=1688-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=999999999999999999-", 416, 0, 0),
    ],
)
def test_a_player_gets_the_part_it_asks_for(
    recording: Attachment, asked: str, status: int, start: int, stop: int
) -> None:
    response = respond(recording, ask(Range=asked))
    assert response.status_code == status
    assert response["Accept-Ranges"] == "bytes"
    content = body(response)
    assert content == making.mp3()[start:stop]
    if status == 206:
        assert response["Content-Range"] == f"bytes {start}-{stop - 1}/1688"
        assert response["Content-Length"] == str(len(content))


def test_a_part_of_another_version_is_answered_with_the_whole(recording: Attachment) -> None:
    assert body(respond(recording, ask(**{"Range": "bytes=0-9", "If-Range": '"other"'}))) == making.mp3()
    same = ask(**{"Range": "bytes=0-9", "If-Range": f'"{recording.sha256}"'})
    assert body(respond(recording, same)) == making.mp3()[:10]


def test_photos_have_no_parts() -> None:
    response = respond(store(upload("a.jpg", making.picture())), ask(Range="bytes=0-9"))
    assert response.status_code == 200
    response.close()


def test_a_file_lost_from_the_disk_is_not_found(recording: Attachment) -> None:
    Path(recording.file.path).unlink()
    with pytest.raises(Http404):
        respond(recording, ask())
