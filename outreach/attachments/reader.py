"""The reader: a file comes in, the words in it go out, in a process of its own that can reach nothing.

Started by ``outreach.attachments.reading`` without the portal's environment, keys or connections; memory, time and
length are bounded. What it wrote before it was stopped still counts.
"""

import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from pypdf import PdfReader

MEMORY_BYTES = 768 * 1024 * 1024
#: A book; no letter that is handed in is longer.
MOST_SIGNS = 500_000
#: One part of an Office file: the text of a book with all its marks.
_MOST_PART_BYTES = 32 * 1024 * 1024
_SHUT = (
    "socket.",
    "subprocess.",
    "ctypes.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "shutil.",
)
_OWN = tuple(os.path.realpath(place) + os.sep for place in (sys.prefix, sys.base_prefix))


class NotWholeError(Exception):
    """There is more in the file than was read; like any other end than the usual one, it tells who started us."""


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """Asked by Python before anything reaches out of the process (PEP 578)."""
    if event.startswith(_SHUT):
        raise PermissionError(event)
    if event == "open" and not os.path.realpath(os.fsdecode(args[0])).startswith(_OWN):
        raise PermissionError("open")


def shut(seconds: int) -> None:
    """From here on nothing is reached, and neither memory nor time is taken without end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file
    sys.addaudithook(refuse)


def words_of_pdf(content: bytes) -> Iterator[str]:
    """Page by page, and what the document says of itself; a page without a letter is a picture of one."""
    reader = PdfReader(BytesIO(content))
    yield " ".join(str(value) for value in (reader.metadata or {}).values())
    pages = 0
    for page in reader.pages:
        text = page.extract_text()
        pages += not text.strip()
        yield text
    if pages:
        raise NotWholeError


def words_of_office(content: bytes) -> Iterator[str]:
    """Every element ``t`` of every part: paragraphs, tables, notes, comments, headers, drawings, cells."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith(".xml"):
                continue
            if entry.file_size > _MOST_PART_BYTES:
                raise NotWholeError
            with archive.open(entry) as part:
                for _event, element in ET.iterparse(part):  # noqa: S314 - was taken in without a document type
                    if element.tag.rpartition("}")[2] in {"t", "delText", "creator", "lastModifiedBy"}:
                        yield element.text or ""
                    elif element.tag.rpartition("}")[2] in {"p", "si", "is"}:
                        yield "\n"
                    element.clear()


READERS = {"pdf": words_of_pdf, "office": words_of_office}


def main() -> None:
    kind, seconds = sys.argv[1:]
    content = sys.stdin.buffer.read()
    shut(int(seconds))
    left = MOST_SIGNS
    for words in READERS[kind](content):
        sys.stdout.buffer.write(words[:left].encode(errors="replace"))
        sys.stdout.buffer.flush()
        left -= len(words)
        if left <= 0:
            raise NotWholeError


if __name__ == "__main__":
    main()
