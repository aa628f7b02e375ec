"""The words of a file that was handed in are read by a process that reaches nothing and stops in time."""

import subprocess
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter

from outreach.attachments import reading
from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.attachments.reading import READER, Reading, read_all
from outreach.attachments.tests.making import docx
from outreach.documents.printing import press

pytestmark = [pytest.mark.django_db, pytest.mark.embedded, pytest.mark.long, pytest.mark.usefixtures("media_root")]


def a_pdf(*pages: str) -> bytes:
    return press("".join(f'<section style="page-break-after: always">{page}</section>' for page in pages))


def word(*, header: str = "") -> bytes:
    document = Document()
    paragraph = document.add_paragraph("经办人王")
    paragraph.add_run("建").bold = True
    paragraph.add_run("国签的字")
    document.add_table(1, 1).cell(0, 0).text = "表里的李芳"
    document.sections[0].header.paragraphs[0].text = header
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def a_sheet() -> bytes:
    workbook, saved = Workbook(), BytesIO()
    workbook.create_sheet().append(["姓名", "王建国"])
    workbook.save(saved)
    return saved.getvalue()


def kept(name: str, content: bytes) -> Attachment:
    return store(SimpleUploadedFile(name, content))


def read(name: str, content: bytes) -> Reading:
    attachment = kept(name, content)
    return read_all([attachment])[attachment.pk]


def test_words_of_pdf_word_excel_and_text_are_read() -> None:
    for name, content in (("a.pdf", a_pdf("王建国")), ("a.xlsx", a_sheet()), ("a.txt", "王建国".encode("gb18030"))):
        found = read(name, content)
        assert "王建国" in found.words, name
        assert found.is_whole, name
    found = read("a.docx", word(header="抬头的张伟"))
    assert found.is_whole
    for words in ("王建国签的字", "表里的李芳", "抬头的张伟"):
        assert words in found.words


def test_pictures_locked_and_scanned_files_are_said_not_to_be_read() -> None:
    locked, saved = PdfWriter(clone_from=BytesIO(a_pdf("王建国"))), BytesIO()
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(saved)
    assert not read("locked.pdf", saved.getvalue()).is_whole
    found = read("half.pdf", a_pdf("王建国", ""))
    assert (found.is_whole, "王建国" in found.words) == (False, True)
    photo = Attachment(content_type="image/jpeg")
    assert read_all([photo])[photo.pk] == Reading()


def body(paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return docx(**{"word/document.xml": f"<w:document {space}><w:body>{paragraphs}</w:body></w:document>"})


def test_a_file_that_takes_too_long_is_left_after_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    found = read("slow.docx", body("<w:p><w:r><w:t>王建国</w:t></w:r></w:p>" + "<w:r/>" * 5_000_000))
    assert (found.is_whole, "王建国" in found.words) == (False, True)


def test_no_more_is_read_than_a_book_holds() -> None:
    found = read("long.docx", body(f"<w:p><w:r><w:t>{'夜班' * 300_000}</w:t></w:r></w:p>"))
    assert (found.is_whole, len(found.words)) == (False, 500_000)


def test_the_reader_reaches_no_file_and_no_network() -> None:
    for attempt in ("open('/etc/passwd')", "__import__('socket').create_connection(('127.0.0.1', 9))"):
        program = f"import runpy; reader = runpy.run_path({READER[2]!r}); reader['shut'](5); {attempt}"
        done = subprocess.run([READER[0], "-c", program], capture_output=True, check=False)  # noqa: S603 - our own program
        assert b"PermissionError" in done.stderr, attempt
