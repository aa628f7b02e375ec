"""Word files for tests, good and bad ones."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import api

from outreach.documents import words
from outreach.documents.kinds import DocumentKind, kinds

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def acceptance() -> DocumentKind:
    kind = kinds.get("petition.acceptance")
    assert kind is not None
    return kind


def docx_of(*lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A plain Word file of these paragraphs and one table."""
    docx = api.Document()
    for line in lines:
        docx.add_paragraph(line)
    if rows:
        table = docx.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return words.written(docx)


def texts(content: bytes) -> list[str]:
    """Every paragraph of a Word file, in the order it is read."""
    found = words.read(content)
    return [words.text_of(one) for part in words.parts(found) for _where, one in words.paragraphs(part)]


def changed(content: bytes, parts: Mapping[str, bytes], **replaced: tuple[bytes, bytes]) -> bytes:
    """The file with ``parts`` put in, and text of its body replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = parts.get(name, old.read(name))
            for before, after in replaced.values():
                part = part.replace(before, after) if name == "word/document.xml" else part
            new.writestr(name, part)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return file.getvalue()


def in_body(content: bytes, markup: str) -> bytes:
    """The file with ``markup`` at the beginning of its body."""
    return changed(content, {}, body=(b"<w:body>", f"<w:body>{markup}".encode()))


def upload(content: bytes, name: str = "模板.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
