"""Files that say who made them, beside what one reads in them."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from docx import api
from openpyxl import Workbook
from openpyxl.comments import Comment

from outreach.attachments.authors import names_somebody
from outreach.attachments.pipeline import store
from outreach.attachments.tests.making import PDF, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def word(author: str = "", changed_by: str = "") -> bytes:
    docx, file = api.Document(), BytesIO()
    docx.core_properties.author, docx.core_properties.last_modified_by = author, changed_by
    docx.save(file)
    return file.getvalue()


def sheet(author: str = "", comment_by: str = "") -> bytes:
    book, file = Workbook(), BytesIO()
    book.properties.creator = author
    if comment_by:
        book.worksheets[0]["A1"].comment = Comment("少算了", comment_by)
    book.save(file)
    return file.getvalue()


def pdf(*parts: bytes) -> bytes:
    return PDF.replace(b"trailer", b"\n".join(parts) + b"\ntrailer")


PACKED = zlib.compress(b"1 0 <</Author(Chen Zhiyuan)>>")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.docx", word("陈志远"), True),
        ("a.docx", word("", "陈志远"), True),
        ("a.docx", word(), False),
        ("a.xlsx", sheet("陈志远"), True),
        ("a.xlsx", sheet("", "陈志远"), True),
        ("a.xlsx", sheet(), False),
        ("a.pdf", pdf(b"2 0 obj<</Author(Chen Zhiyuan)>>endobj"), True),
        ("a.pdf", pdf(b"2 0 obj<</Author <FEFF9648>>>endobj"), True),
        ("a.pdf", pdf(b"2 0 obj<</Author()>>endobj", b"3 0 obj<</Author <FEFF>>>endobj"), False),
        ("a.pdf", pdf(b"<dc:creator><rdf:Seq><rdf:li>Chen</rdf:li></rdf:Seq></dc:creator>"), True),
        ("a.pdf", pdf(b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + PACKED + b"\nendstream"), True),
        ("a.pdf", pdf(b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\nnot packed\nendstream"), False),
        ("a.jpg", picture(), False),
        ("a.txt", "陈志远".encode(), False),
    ],
)
def test_properties_that_name_somebody_are_found(media_root: Path, name: str, content: bytes, told: bool) -> None:
    assert names_somebody(store(upload(name, content))) is told
