"""Refuses uploads that were cut off on the way, or are larger than any form of the portal can need."""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from outreach.attachments.fields import MAX_FILES
from outreach.attachments.pipeline import MAX_BYTES, MB

# Five files of the largest size, the words of the form and the multipart headers.
MAX_BODY_BYTES = MAX_FILES * MAX_BYTES + 2 * MB
_CHUNK_BYTES = 64 * 1024
_STREAM = "_stream"  # Django offers no other way to the bytes of a body


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...

    def readline(self, size: int = ..., /) -> bytes: ...


class CountedStream:
    """The body of a request, counting what was really received."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.received = 0

    def read(self, *args: int) -> bytes:
        return self._counted(self._stream.read(*args))

    def readline(self, *args: int) -> bytes:
        return self._counted(self._stream.readline(*args))

    def close(self) -> None:
        if callable(close := getattr(self._stream, "close", None)):
            close()

    def _counted(self, data: bytes) -> bytes:
        self.received += len(data)
        return data


class CompleteBodyMiddleware:
    """Compares the bytes received with ``Content-Length`` before any view sees an upload.

    Measured: gunicorn and runserver pass an upload that was cut off to the view as if it were
    whole, with the file silently missing. The body is counted while Django reads it, never held.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data":
            setattr(request, _STREAM, CountedStream(getattr(request, _STREAM)))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answers here and not earlier, so that the page comes in the reader's language with every header."""
        declared = _declared(request)
        if declared > MAX_BODY_BYTES:
            _drain(request, declared)
            return _too_large(request)
        stream = getattr(request, _STREAM, None)
        if not isinstance(stream, CountedStream):
            return None
        if request.headers.get("Transfer-Encoding"):
            return _cut_off(request)
        try:
            request.POST  # noqa: B018 - reading it makes Django parse the body
        except (MultiPartParserError, UnreadablePostError):
            if stream.received >= declared:
                raise
        return _cut_off(request) if stream.received < declared else None


def _declared(request: HttpRequest) -> int:
    try:
        return max(0, int(request.META.get("CONTENT_LENGTH") or 0))
    except ValueError:
        request.META["CONTENT_LENGTH"] = "0"  # as the server took it; Django reads the header again and would fail
        return 0


def _drain(request: HttpRequest, declared: int) -> None:
    """Read a moderately large body away: a browser that is still sending shows no answer, only a lost connection."""
    left = declared if declared <= 2 * MAX_BODY_BYTES else 0
    while left > 0 and (chunk := request.read(min(_CHUNK_BYTES, left))):
        left -= len(chunk)


def _cut_off(request: HttpRequest) -> HttpResponse:
    words = {
        "title": _("没有传完整，什么都没有提交"),
        "text": _("文件在路上断了。请返回上一页，重新选择文件后再提交；网络不稳时先传小一点的文件。"),
    }
    return render(request, "attachments/upload_refused.html", words, status=400)


def _too_large(request: HttpRequest) -> HttpResponse:
    words = {
        "title": _("文件太大，什么都没有提交"),
        "text": _("每个文件最多 20 MB，一次最多 5 个。请返回上一页，压缩或减少文件后再提交。"),
    }
    return render(request, "attachments/upload_refused.html", words, status=413)
