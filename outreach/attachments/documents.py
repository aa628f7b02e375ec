"""PDF, Word, Excel and plain text: whole, of one kind only, without macros."""

import re
import zipfile
import zlib
from typing import BinaryIO

from outreach.attachments import refusals
from outreach.attachments.refusals import RefusedUpload

# A report with a hundred pictures has some 300 entries and unpacks to less than 60 MB.
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_TYPES_BYTES = 1024 * 1024
PDF_TAIL_BYTES = 2048
_TYPES = "[Content_Types].xml"
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_pdf(file: BinaryIO, size: int) -> None:
    """A PDF ends with ``%%EOF`` (ISO 32000-1, 7.5.5) and holds no archive at its tail."""
    file.seek(max(0, size - PDF_TAIL_BYTES))
    if b"%%EOF" not in file.read():
        raise RefusedUpload(refusals.DAMAGED)
    refuse_hidden_archive(file)


def refuse_hidden_archive(file: BinaryIO) -> None:
    """A file that also opens as a zip is two files in one."""
    if zipfile.is_zipfile(file):
        raise RefusedUpload(refusals.MIXED)


def office_ending(file: BinaryIO, size: int) -> str:
    """``.docx`` or ``.xlsx``; other archives, macros, passwords and bombs are refused, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if _TYPES not in names:
                raise RefusedUpload(refusals.ARCHIVE)
            _check_entries(entries)
            _check_edges(archive, file, size)
            with archive.open(_TYPES) as types:
                declared = types.read(MAX_TYPES_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
        raise RefusedUpload(refusals.DAMAGED) from None
    if b"macroEnabled" in declared or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedUpload(refusals.PROTECTED)
    for part, ending in (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx")):
        if part in names:
            return ending
    raise RefusedUpload(refusals.UNKNOWN)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise RefusedUpload(refusals.DAMAGED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedUpload(refusals.PROTECTED)
    if any(entry.filename.startswith(("/", "\\")) or ".." in entry.filename for entry in entries):
        raise RefusedUpload(refusals.DAMAGED)


def _check_edges(archive: zipfile.ZipFile, file: BinaryIO, size: int) -> None:
    """Nothing before the first entry and nothing after the end record (22 bytes and its comment)."""
    file.seek(max(0, size - 22 - len(archive.comment)))
    if min(entry.header_offset for entry in archive.infolist()) != 0 or file.read(4) != b"PK\x05\x06":
        raise RefusedUpload(refusals.MIXED)


def text_as_utf8(content: bytes) -> bytes:
    """Plain text from any Chinese or Western editor as UTF-8; markup and binary content are refused."""
    has_wide_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_wide_mark else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) or _MARKUP.search(text):
            break
        return text.encode()
    raise RefusedUpload(refusals.UNKNOWN)
