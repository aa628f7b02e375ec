"""PDF, Word, Excel and plain text: whole, of one kind only, without macros."""

import re
import zipfile
import zlib
from typing import BinaryIO
from xml.etree import ElementTree as ET

from outreach.attachments import refusals
from outreach.attachments.refusals import RefusedUpload

# A report with a hundred pictures has some 300 entries and unpacks to less than 60 MB.
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
# A list of types or of links of a thousand pages is far smaller.
MAX_LIST_BYTES = 1024 * 1024
PDF_TAIL_BYTES = 2048
_TYPES = "[Content_Types].xml"
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)
# Macros, controls and embedded programs, by the names that Office gives them.
_ACTIVE = re.compile(
    r"vbaProject\.bin$|vbaData\.xml$|/activeX/|/oleObject\d*\.bin$|\.(exe|dll|js|vbs|bat|cmd|ps1|lnk|scr|hta)$",
    re.IGNORECASE,
)
#: What Office writes: UTF-8 or UTF-16, with or without a mark and a declaration.
_PLAIN_XML = re.compile(
    rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?!\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8|utf-16|us-ascii))",
    re.IGNORECASE,
)
_CHUNK_BYTES = 64 * 1024
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
    """``.docx`` or ``.xlsx``; other archives, macros, passwords and bombs are refused.

    Nothing is unpacked to the disk. The XML is read through once, in pieces and never further than its entry
    promises, for declarations that make other programs unpack without end or fetch things by themselves.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if _TYPES not in names:
                raise RefusedUpload(refusals.ARCHIVE)
            _check_entries(entries)
            _check_edges(archive, file, size)
            if b"macroEnabled" in _listed(archive, _TYPES) or any(_ACTIVE.search(name) for name in names):
                raise RefusedUpload(refusals.PROTECTED)
            for name in names:
                _check_xml(archive, name)
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error),
        ET.ParseError,
    ):
        raise RefusedUpload(refusals.DAMAGED) from None
    for part, ending in (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx")):
        if part in names:
            return ending
    raise RefusedUpload(refusals.UNKNOWN)


def _listed(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(MAX_LIST_BYTES + 1)
    if len(content) > MAX_LIST_BYTES:
        raise RefusedUpload(refusals.DAMAGED)
    return content


def _check_xml(archive: zipfile.ZipFile, name: str) -> None:
    """No document type (billion laughs, files of the reader's machine) and nothing that is fetched by itself."""
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    before = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK_BYTES):
            text = before + chunk.replace(b"\0", b"")  # UTF-16 as well
            if not before and not _PLAIN_XML.match(text):  # in another encoding the words below are written otherwise
                raise RefusedUpload(refusals.DAMAGED)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise RefusedUpload(refusals.ACTIVE)
            before = text[-16:]
    if name.endswith(".rels"):
        _check_links(_listed(archive, name))


def _check_links(content: bytes) -> None:
    """Links that are clicked may lead outside; templates, pictures and objects may not: they are fetched on opening."""
    for link in ET.fromstring(content):  # noqa: S314 - has no document type, so there are no entities
        kind = link.get("Type", "")
        if link.get("TargetMode", "").strip().lower() == "external" and not kind.endswith("/hyperlink"):
            raise RefusedUpload(refusals.ACTIVE)


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
