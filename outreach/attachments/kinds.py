"""Which kinds of file are taken in, told by their content and never by what the browser says."""

from dataclasses import dataclass
from typing import BinaryIO

from outreach.attachments import refusals
from outreach.attachments.documents import check_pdf, office_ending, refuse_hidden_archive
from outreach.attachments.media import is_mp3, mp4_type
from outreach.attachments.refusals import RefusedUpload

HEAD_BYTES = 64
#: Counted up whenever a check is added below, in ``documents`` or in ``media``: what came before is looked at again.
CHECKS = 1
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is served as, and the endings its name may have, the usual one first."""

    content_type: str
    endings: tuple[str, ...]
    image_format: str = ""


JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "JPEG")
PNG = Kind("image/png", (".png",), "PNG")
WEBP = Kind("image/webp", (".webp",), "WEBP")
PDF = Kind("application/pdf", (".pdf",))
DOCX = Kind(_OFFICE + "wordprocessingml.document", (".docx",))
XLSX = Kind(_OFFICE + "spreadsheetml.sheet", (".xlsx",))
TEXT = Kind("text/plain", (".txt",))
MP3 = Kind("audio/mpeg", (".mp3",))
M4A = Kind("audio/mp4", (".m4a",))
MP4 = Kind("video/mp4", (".mp4", ".m4v"))
ALL = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, TEXT, MP3, M4A, MP4)
ENDINGS = tuple(ending for kind in ALL for ending in kind.endings)

_NAMED_REFUSALS = (
    (b"\xd0\xcf\x11\xe0", refusals.OLD_OFFICE),
    (b"Rar!", refusals.ARCHIVE),
    (b"7z\xbc\xaf", refusals.ARCHIVE),
    (b"\x1f\x8b", refusals.ARCHIVE),
    (b"BZh", refusals.ARCHIVE),
    (b"\xfd7zXZ", refusals.ARCHIVE),
    (b"PK\x05\x06", refusals.ARCHIVE),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"}


def recognise(file: BinaryIO, name: str, size: int) -> Kind:
    """The kind of ``file``; ``RefusedUpload`` with the reason where it is none of ours."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    image = _image_kind(head)
    if image is not None:
        return image
    if head.startswith(b"%PDF-"):
        check_pdf(file, size)
        return PDF
    if head.startswith(_ZIP):
        return DOCX if office_ending(file, size) == ".docx" else XLSX
    if head[4:8] == b"ftyp":
        return _movie_kind(file, head, size)
    _refuse_by_name(head)
    if is_mp3(file):
        refuse_hidden_archive(file)
        return MP3
    # Text has no mark of its own, so its name must say that it is text.
    if name.lower().endswith(TEXT.endings):
        return TEXT
    raise RefusedUpload(refusals.UNKNOWN)


def _refuse_by_name(head: bytes) -> None:
    """Kinds that people often try get a reason of their own."""
    for start, reason in _NAMED_REFUSALS:
        if head.startswith(start):
            raise RefusedUpload(reason)


def _image_kind(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return None


def _movie_kind(file: BinaryIO, head: bytes, size: int) -> Kind:
    if head[8:12] in _HEIC_BRANDS:
        raise RefusedUpload(refusals.HEIC)
    try:
        content_type = mp4_type(file, size)
    except (ValueError, RecursionError):
        raise RefusedUpload(refusals.UNKNOWN) from None
    refuse_hidden_archive(file)
    return MP4 if content_type == MP4.content_type else M4A
