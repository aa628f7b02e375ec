"""Looking for words everywhere the portal may have put them: rows, sessions, queues, files, archives."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdf
import redis
from django.conf import settings
from django.db import connection
from django.test import Client

from outreach.door.testing import visitor_in

#: The place a word was found in → the names of the words found there.
Found = dict[str, set[str]]


def look(words: Mapping[str, str], places: Iterator[tuple[str, bytes]]) -> Found:
    """Which of ``words`` (name → text) each place holds, however the bytes spell them."""
    spelled = {name: set(spellings(text)) for name, text in words.items()}
    found: Found = {}
    for place, content in places:
        hit = {name for name, forms in spelled.items() if any(form in content for form in forms)}
        if hit:
            found.setdefault(place, set()).update(hit)
    return found


def spellings(text: str) -> Iterator[bytes]:
    """As text is written in UTF-8, UTF-16, JSON and addresses."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("gb18030")
    yield text.encode("unicode_escape")
    yield "".join(f"%{byte:02X}" for byte in text.encode()).encode()


def dump() -> Iterator[tuple[str, bytes]]:
    """Every cell of every table, as table.column; bytes as they are, everything else as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield f"{table}.{name}", raw


def database_file() -> Iterator[tuple[str, bytes]]:
    """The pages of an SQLite file with its log: also what was deleted or overwritten may still stand there."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        for path in file.parent.glob(f"{file.name}*"):
            yield "database file", path.read_bytes()


def sessions(*browsers: Client) -> Iterator[tuple[str, bytes]]:
    """What the cookies of these browsers open: no row can be read without one."""
    for browser in browsers:
        yield "session", repr(dict(browser.session)).encode()
        yield "visitor", repr(dict(visitor_in(browser))).encode()


def queues() -> Iterator[tuple[str, bytes]]:
    """Redis with all its kinds of values, or the folder that stands in for it."""
    if settings.REDIS_URL:
        client = redis.Redis.from_url(settings.REDIS_URL)
        for key in client.scan_iter():
            dumped = client.dump(key)
            yield "redis", bytes(key) + (bytes(dumped) if isinstance(dumped, bytes) else b"")
    yield from files(settings.QUEUE_DIR, "queue")


def files(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    """The names and the contents of all files under a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{place} name", str(path.relative_to(folder)).encode()
            yield place, path.read_bytes()


def unpacked(content: bytes) -> bytes:
    """A body as it is; the parts of it when it is a workbook or a Word file, the text of a PDF."""
    if content.startswith(b"%PDF-"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).encode()
    if not content.startswith(b"PK\x03\x04"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())
