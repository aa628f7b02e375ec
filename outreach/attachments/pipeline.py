"""The one way in for every file of every room."""

from __future__ import annotations

import errno
import hashlib
import logging
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from outreach.attachments import kinds, refusals
from outreach.attachments.documents import text_as_utf8
from outreach.attachments.images import redraw
from outreach.attachments.kinds import Kind
from outreach.attachments.media import blank_personal_boxes
from outreach.attachments.models import Attachment
from outreach.attachments.names import clean_name
from outreach.attachments.refusals import RefusedUpload

if TYPE_CHECKING:
    from outreach.accounts.models import User

logger = logging.getLogger(__name__)

MB = 1024 * 1024
# What phones make and office mail passes on: half an hour of speech as m4a is 15 MB.
MAX_BYTES = 20 * MB
# A text of 2 MB is a book; it is checked whole in memory.
MAX_TEXT_BYTES = 2 * MB


def store(upload: UploadedFile[Any], *, uploaded_by: User | None = None, max_bytes: int = MAX_BYTES) -> Attachment:
    """Check ``upload`` and keep it; ``RefusedUpload`` says in words why it is not taken in.

    Photos are drawn anew, text becomes UTF-8, videos lose place and device; other files stay
    byte for byte. The row links to nothing yet: what no room links to within two days is swept.
    """
    size = _checked_size(upload, max_bytes)
    file = cast("BinaryIO", upload.file)
    name = upload.name or ""
    kind = kinds.recognise(file, name, size)
    content, thumbnail = _as_stored(upload, file, kind, size)
    attachment = Attachment(
        original_name=clean_name(name, kind.endings),
        content_type=kind.content_type,
        size=content.size,
        sha256=_sha256(content),
        uploaded_by=uploaded_by,
        checked_with=kinds.CHECKS,
    )
    try:
        _keep(attachment, content, thumbnail)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        logger.exception("no space left for attachments")
        raise RefusedUpload(refusals.NO_SPACE) from None
    return attachment


def _keep(attachment: Attachment, content: File[bytes], thumbnail: ContentFile[bytes] | None) -> None:
    with transaction.atomic():
        attachment.file.save("", content, save=False)
        if thumbnail is not None:
            attachment.thumbnail.save("", thumbnail, save=False)
        attachment.save(force_insert=True)


def _checked_size(upload: UploadedFile[Any], limit: int) -> int:
    size = upload.size or 0
    if size == 0:
        raise RefusedUpload(refusals.EMPTY)
    if size > limit:
        words = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        raise RefusedUpload(_("文件有 %(size)s，最多 %(limit)s。请压缩或分开后再上传。") % words)
    return size


def _as_stored(
    upload: UploadedFile[Any], file: BinaryIO, kind: Kind, size: int
) -> tuple[File[bytes], ContentFile[bytes] | None]:
    """The content that is kept, and a thumbnail for photos."""
    if kind.image_format:
        drawn = redraw(file, kind.image_format)
        return ContentFile(drawn.content), ContentFile(drawn.thumbnail)
    if kind is kinds.TEXT:
        _checked_size(upload, MAX_TEXT_BYTES)
        file.seek(0)
        return ContentFile(text_as_utf8(file.read())), None
    if kind in {kinds.MP4, kinds.M4A}:
        blank_personal_boxes(file, size)
    return upload, None


def _sha256(content: File[bytes]) -> str:
    checksum = hashlib.sha256()
    for chunk in content.chunks():
        checksum.update(chunk)
    content.seek(0)
    return checksum.hexdigest()
