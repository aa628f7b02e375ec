"""Lists of people as files: read once, and not kept."""

from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from outreach.attachments import kinds, refusals
from outreach.attachments.documents import text_as_utf8
from outreach.attachments.refusals import RefusedUpload
from outreach.common.text import clean_text
from petitions.people import MOST_SIGNERS

_MOST_BYTES = 5 * 1024 * 1024
_MOST_COLUMNS = 8
#: A heading, and one line too many, so that the form can say so.
_MOST_LINES = MOST_SIGNERS + 2


def people_in_file(upload: UploadedFile[Any]) -> list[str]:
    """One line per person; ``RefusedUpload`` says why the file is not read."""
    size = upload.size or 0
    if not size:
        raise RefusedUpload(refusals.EMPTY)
    if size > _MOST_BYTES:
        raise RefusedUpload(_("名单文件不能超过 5 MB。"))
    file = cast("BinaryIO", upload.file)
    kind = kinds.recognise(file, upload.name or "", size)
    if kind not in {kinds.XLSX, kinds.TEXT}:
        raise RefusedUpload(_("名单要用 xlsx 或 txt。"))
    file.seek(0)
    lines = _cells(file) if kind is kinds.XLSX else text_as_utf8(file.read()).decode().splitlines()
    return [line for line in map(clean_text, lines[:_MOST_LINES]) if not _is_heading(line)]


def _cells(file: BinaryIO) -> list[str]:
    try:
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # a file may claim fewer rows than it has
            rows = islice(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), _MOST_LINES)
            return [" ".join(str(cell).strip() for cell in row if cell is not None) for row in rows]
    except Exception:  # a broken workbook makes its reader fail in ways that it does not list
        raise RefusedUpload(refusals.DAMAGED) from None


def _is_heading(line: str) -> bool:
    """The line that names the columns, and empty ones."""
    return not line.strip() or str(_("姓名")) in line
