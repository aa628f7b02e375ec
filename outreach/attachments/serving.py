"""Hands out a stored file so that a browser can only keep it or show its pixels, never run it.

The view lives in the room that owns the parent: it asks the parent's permission, then calls this.
"""

import logging
import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from outreach.attachments.models import Attachment

logger = logging.getLogger(__name__)

CHUNK_BYTES = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def respond(
    attachment: Attachment, request: HttpRequest, *, inline: bool = False, thumbnail: bool = False
) -> HttpResponseBase:
    """The file, or the part of it that a player asks for; ``Http404`` where the disk has lost it.

    A file that was shut away is told about, never handed out.

    ``inline`` shows it in the page and is heeded for photos only, since we drew them ourselves.
    """
    if attachment.is_shut:
        return render(request, "attachments/blocked.html", {"attachment": attachment}, status=403)
    is_thumbnail = thumbnail and bool(attachment.thumbnail)
    try:
        file = (attachment.thumbnail if is_thumbnail else attachment.file).open("rb")
    except FileNotFoundError:
        logger.exception("file of attachment %s is missing in the storage", attachment.pk)
        raise Http404 from None
    response = _content(attachment, request, file, is_thumbnail=is_thumbnail)
    in_page = attachment.is_image and (inline or is_thumbnail)
    return harmless(response, attachment.original_name, in_page=in_page)


def harmless(response: HttpResponseBase, name: str, *, in_page: bool = False) -> HttpResponseBase:
    """With the headers by which a browser keeps a file as ``name`` and runs nothing of it."""
    response["Content-Disposition"] = content_disposition_header(not in_page, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _content(
    attachment: Attachment, request: HttpRequest, file: File[bytes], *, is_thumbnail: bool
) -> HttpResponseBase:
    content_type = "image/jpeg" if is_thumbnail else attachment.content_type
    if content_type == "text/plain":
        content_type += "; charset=utf-8"
    has_ranges = attachment.is_playable or content_type == "application/pdf"
    etag = f'"{attachment.sha256}"'
    asked = request.headers.get("Range") if has_ranges and request.headers.get("If-Range", etag) == etag else None
    span = _span(asked, attachment.size) if asked else None
    response: HttpResponseBase
    if span is None:
        response = FileResponse(file, content_type=content_type)
    elif len(span) == 0:
        file.close()
        response = HttpResponse(status=416, content_type=content_type)
        response["Content-Range"] = f"bytes */{attachment.size}"
    else:
        response = StreamingHttpResponse(_part(file, span), status=206, content_type=content_type)
        response["Content-Length"] = str(len(span))
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{attachment.size}"
    if has_ranges:
        response["Accept-Ranges"] = "bytes"
        response["ETag"] = etag
    return response


def _span(header: str, size: int) -> range | None:
    """The bytes asked for (RFC 9110, 14.1.2); empty if outside the file, ``None`` to send all of it."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1, size) if last else size)


def _part(file: File[bytes], span: range) -> Iterator[bytes]:
    with file:
        file.seek(span.start)
        left = len(span)
        while left and (chunk := file.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
