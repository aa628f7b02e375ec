"""Whether a file says who made it, beside what one reads in it: the properties that Word, Excel and PDF carry along."""

import re
import zipfile
import zlib
from typing import BinaryIO

from outreach.attachments.kinds import DOCX, PDF, XLSX
from outreach.attachments.models import Attachment

#: Properties, and whoever commented or changed something (ECMA-376, part 1, 17.13 and part 2, 11).
_OFFICE_PARTS = re.compile(r"^docProps/|^word/(document|header|footer)|comments|people|persons", re.IGNORECASE)
_OFFICE = re.compile(
    rb"<(?:\w+:)?(?:creator|lastModifiedBy|manager|company|author)\b[^>]*>\s*[^<\s]"
    rb"|\b(?:author|displayName)\s*=\s*[\"'][^\"'\s]",
    re.IGNORECASE,
)
#: Of the document information (ISO 32000-1, 14.3.3) or in its metadata as XML.
_PDF = re.compile(
    rb"/Author\s*(?:\(\s*[^)\s]|<(?!FEFF>|>)[0-9A-F])|<dc:creator>.{0,200}?<rdf:li[^>]*>\s*[^<\s]",
    re.IGNORECASE | re.DOTALL,
)
#: Streams in which the information may be packed.
_PACKED = re.compile(rb"/(?:ObjStm|Metadata)\b")
_MOST_UNPACKED = 4 * 1024 * 1024


def names_somebody(attachment: Attachment) -> bool:
    """Whether whoever opens the file can look up who wrote or changed it; pictures were drawn anew and say nothing."""
    if attachment.content_type not in {DOCX.content_type, XLSX.content_type, PDF.content_type}:
        return False
    with attachment.file.open("rb") as file:
        return _in_pdf(file.read()) if attachment.content_type == PDF.content_type else _in_office(file.file)


def _in_office(file: BinaryIO) -> bool:
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml") and _OFFICE_PARTS.search(name)]
        return any(_OFFICE.search(archive.read(name).replace(b"\0", b"")) for name in names)  # UTF-16 as well


def _in_pdf(content: bytes) -> bool:
    if _PDF.search(content):
        return True
    streams = (piece.partition(b"stream") for piece in content.split(b"endstream"))
    return any(_PDF.search(_unpacked(packed.lstrip())) for head, _word, packed in streams if _PACKED.search(head))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _MOST_UNPACKED)
    except zlib.error:
        return b""
